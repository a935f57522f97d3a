"""QTI 2.1, 2.2 and 3.0 to and from records: a single item, or a package with imsmanifest.xml.

Source: 1EdTech, Question and Test Interoperability 2.2 (ASI information model) and 3.0; IMS Content Packaging 1.2.
"""

from questionbank.formats.qti.names import NotQti, OldQti, PackageTooLarge
from questionbank.formats.qti.package import read
from questionbank.formats.qti.writing import write

__all__ = ["NotQti", "OldQti", "PackageTooLarge", "read", "write"]
