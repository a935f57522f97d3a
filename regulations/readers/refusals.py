"""Why a file was not read. `regulations.wording` says each to a person."""


class NotRead(Exception):
    """A file that gives no text. `code` names the reason for machines."""

    code = "not_read"


class UnknownKind(NotRead):
    """A picture, spreadsheet, archive or other file that holds no document we know."""

    code = "unknown_kind"


class DamagedFile(NotRead):
    """The file says what it is, but is cut off or broken inside."""

    code = "damaged_file"


class EncryptedFile(NotRead):
    """The file asks for a password."""

    code = "encrypted_file"


class HasMacros(NotRead):
    """A Word file with programs in it."""

    code = "has_macros"


class TooMuchInside(NotRead):
    """The file unpacks to more parts, bytes or pages than a document has, or takes too long."""

    code = "too_much_inside"


class ForbiddenMarkup(NotRead):
    """XML that declares a document type or entities of its own, which no office program writes."""

    code = "forbidden_markup"


class ScannedPdf(NotRead):
    """The pages are pictures: there is no text to read."""

    code = "scanned_pdf"


class NeedsLibreOffice(NotRead):
    """An old .doc or an .rtf, on a server without LibreOffice."""

    code = "needs_libreoffice"


class NotACodePage(NotRead):
    """A page that holds no articles of the electronic code."""

    code = "not_a_code_page"
