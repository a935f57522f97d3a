"""A program of its own: a PDF on standard input → the text of its pages as JSON on standard output.

A PDF of a few kilobytes can ask for more memory and time than a server has, and its library is
written in C++. So it is read in a process whose memory and time end before the server's do.
"""

import json
import sys

import pypdfium2

try:
    import resource
except ImportError:  # not on Windows: there only the clock ends it
    resource = None  # type: ignore[assignment]

MOST_MEMORY = 1 << 30  # bytes of address space
MOST_SECONDS = 40  # of computing
DAMAGED, TOO_MUCH, ENCRYPTED = 3, 4, 5  # exit statuses


def main() -> int:
    most_pages, most_characters = int(sys.argv[1]), int(sys.argv[2])
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        if len(document) > most_pages:
            return TOO_MUCH
        pages, length = [], 0
        for index in range(len(document)):
            page = document[index]
            words = page.get_textpage()
            pages.append(words.get_text_bounded(errors="replace"))
            words.close()
            page.close()
            length += len(pages[-1])
            if length > most_characters:
                return TOO_MUCH
        sys.stdout.write(json.dumps(pages))
    except MemoryError:
        return TOO_MUCH
    except pypdfium2.PdfiumError as error:
        return ENCRYPTED if "password" in str(error).lower() else DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main())
