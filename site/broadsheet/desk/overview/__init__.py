"""How the site is read and how it fares, in numbers that are explained."""
