"""`broadsheet`, and `python -m broadsheet`."""

import gc


def main() -> None:
    """Run the command."""
    gc.disable()  # What is imported stays: to look through it again and again is a tenth of what importing takes.
    from .cli import main as run

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
