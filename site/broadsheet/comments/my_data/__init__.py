"""What a reader wrote under an e-mail address, handed out or erased to whoever can read that address's mail."""
