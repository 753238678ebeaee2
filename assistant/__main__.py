"""`python -m assistant` is the command `assistant`."""

from assistant.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
