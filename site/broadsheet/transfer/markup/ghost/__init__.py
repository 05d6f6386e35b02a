"""Ghost's texts as plain HTML: its documents (Lexical, Mobiledoc), the cards in them, and the HTML that it made of them."""
