"""`python -m align`: the command, where `align` is not on the path."""

from align.cli import main

if __name__ == "__main__":
    main()
