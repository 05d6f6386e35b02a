"""What the thread's script costs a reader, compressed alone (gzip -9), as it travels; nothing needs it."""

import gzip

from broadsheet.shipped import shipped


def measure_script() -> int:
    """Return the size of the script in bytes, compressed."""
    return len(gzip.compress((shipped("static") / "comments" / "thread.js").read_bytes(), 9, mtime=0))


def main() -> None:
    print(f"script of the thread: {measure_script()} bytes, gzip")


if __name__ == "__main__":
    main()
