"""The door: which opener reads which type, and what becomes of their failures."""

from collections.abc import Callable, Iterator, Mapping

from bartizan.forensics.containers.budget import Budget, OpeningError
from bartizan.forensics.containers.cab import open_cab
from bartizan.forensics.containers.entries import Entry, Found
from bartizan.forensics.containers.foreign import open_foreign
from bartizan.forensics.containers.iso import open_iso
from bartizan.forensics.containers.mail_message import open_message
from bartizan.forensics.containers.onenote import open_onenote
from bartizan.forensics.containers.outlook import open_outlook
from bartizan.forensics.containers.rar import open_rar
from bartizan.forensics.containers.streams import open_bzip2, open_gzip, open_xz
from bartizan.forensics.containers.tar import open_tar
from bartizan.forensics.containers.tnef import open_tnef
from bartizan.forensics.containers.zip_files import open_zip
from bartizan.forensics.examination import Defect, Trouble
from bartizan.forensics.file_types import Family, FileType

Opener = Callable[[bytes, Budget, tuple[str, ...]], Iterator[Found]]

#: By the name of the type. Documents that are ZIP files are in it: what their programs do not
#: show may lie in them all the same.
OPENERS: Mapping[str, Opener] = {
    "zip": open_zip,
    "kmz": open_zip,
    "epub": open_zip,
    "docx": open_zip,
    "xlsx": open_zip,
    "xlsb": open_zip,
    "pptx": open_zip,
    "vsdx": open_zip,
    "ooxml-macro": open_zip,
    "opendocument": open_zip,
    "gzip": open_gzip,
    "bzip2": open_bzip2,
    "xz": open_xz,
    "tar": open_tar,
    "iso": open_iso,
    "cab": open_cab,
    "rar": open_rar,
    "7z": open_foreign,
    "zstd": open_foreign,
    "lz4": open_foreign,
    "lzip": open_foreign,
    "lha": open_foreign,
    "xar": open_foreign,
    "rpm": open_foreign,
    "deb": open_foreign,
    "eml": open_message,
    "msg": open_outlook,
    "tnef": open_tnef,
    "onenote": open_onenote,
}
_CLOSED = frozenset({Family.ARCHIVE, Family.DISK_IMAGE, Family.MESSAGE})


def open_container(
    content: bytes, kind: FileType, budget: Budget, passwords: tuple[str, ...] = ()
) -> Iterator[Found]:
    """Yield what is in a container of this type, and defects of the container; never raises.

    Types that hold no files yield nothing; containers that are not read yield a defect.
    """
    opener = OPENERS.get(kind.name)
    if opener is None:
        if kind.family in _CLOSED:
            yield Defect(Trouble.UNSUPPORTED, f"Files of the type {kind.name} are not opened.")
        return
    try:
        yield from opener(content, budget, passwords)
    except OpeningError as error:
        yield error.defect
    except MemoryError:
        yield Defect(Trouble.KILLED, "Opening it takes more memory than is given to a file.")
    except Exception as error:  # noqa: BLE001 - hostile input finds what nobody thought of
        yield Defect(Trouble.BROKEN, f"It could not be opened ({type(error).__name__}).")


__all__ = ["OPENERS", "Entry", "Opener", "open_container"]
