"""The table of file types that travel by mail: names, families, signatures, usual extensions."""

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """What a type is to a defender."""

    EXECUTABLE = "executable"
    SCRIPT = "script"
    SHORTCUT = "shortcut"
    ARCHIVE = "archive"
    DISK_IMAGE = "disk-image"
    DOCUMENT = "document"
    MACRO_DOCUMENT = "macro-document"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    MARKUP = "markup"
    MESSAGE = "message"
    FONT = "font"
    DATA = "data"
    TEXT = "text"
    TEST = "test-virus"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FileType:
    """A type: its short name, family, media type, and the extensions that are normal for it."""

    name: str
    family: Family
    media_type: str
    extensions: frozenset[str]

    def suits(self, file_name: str) -> bool:
        """Whether the extension of `file_name` is normal for this type."""
        return not self.extensions or extension(file_name) in self.extensions


def extension(file_name: str) -> str:
    """Return the extension that an operating system goes by, lower-case, without the dot."""
    name = file_name.strip().rstrip(". ")
    return name.rpartition(".")[2].lower() if "." in name else ""


#: One type a line: name, family, media type, extensions.
_TABLE = """
elf executable application/x-elf bin elf o run so
mach-o executable application/x-mach-binary bundle dylib
dex executable application/x-dex dex
wasm executable application/wasm wasm
lnk shortcut application/x-ms-shortcut lnk
url shortcut application/x-mswinurl url website
desktop shortcut application/x-desktop desktop
chm executable application/vnd.ms-htmlhelp chm
pdf document application/pdf ai pdf
rtf document application/rtf doc rtf
postscript document application/postscript ai eps ps
onenote macro-document application/onenote one onetoc2
djvu document image/vnd.djvu djv djvu
png image image/png apng png
jpeg image image/jpeg jfif jpe jpeg jpg
gif image image/gif gif
bmp image image/bmp bmp dib
tiff image image/tiff dng tif tiff
webp image image/webp webp
ico image image/x-icon ico
cur image image/x-icon cur
heic image image/heic heic heif
heif image image/heif heic heif
avif image image/avif avif
psd image image/vnd.adobe.photoshop psd
wmf image image/wmf wmf
emf image image/emf emf
rar archive application/vnd.rar r00 rar rev
7z archive application/x-7z-compressed 7z
gzip archive application/gzip emz gz svgz tgz wmz
bzip2 archive application/x-bzip2 bz2 tbz tbz2
xz archive application/x-xz txz xz
zstd archive application/zstd zst
lz4 archive application/x-lz4 lz4
lzip archive application/x-lzip lz
cab archive application/vnd.ms-cab-compressed cab
ace archive application/x-ace ace
arj archive application/x-arj arj
lha archive application/x-lzh lha lzh
xar archive application/x-xar pkg xar
tar archive application/x-tar tar
rpm archive application/x-rpm rpm
deb archive application/vnd.debian.binary-package deb
crx archive application/x-chrome-extension crx
iso disk-image application/x-iso9660-image img iso udf
vhd disk-image application/x-vhd vhd
vhdx disk-image application/x-vhdx vhdx
vmdk disk-image application/x-vmdk vmdk
wim disk-image application/x-ms-wim esd wim
mp3 audio audio/mpeg mp3
wav audio audio/wav wav
ogg audio audio/ogg oga ogg ogv opus
flac audio audio/flac flac
amr audio audio/amr amr
midi audio audio/midi mid midi
m4a audio audio/mp4 m4a
mp4 video video/mp4 3gp m4v mov mp4
avi video video/x-msvideo avi
matroska video video/x-matroska mka mkv webm
flv video video/x-flv flv
asf video video/x-ms-asf asf wma wmv
flash executable application/x-shockwave-flash swf
tnef message application/ms-tnef dat tnef
vcard data text/vcard vcard vcf
icalendar data text/calendar ical ics ifb
pgp data application/pgp-encrypted asc gpg key pgp sig
pem data application/x-pem-file cer crt key pem
sqlite data application/vnd.sqlite3 db sqlite sqlite3
pst data application/vnd.ms-outlook-pst ost pst
opentype font font/otf otf
truetype font font/ttf ttc ttf
woff font font/woff woff
woff2 font font/woff2 woff2
apk executable application/vnd.android.package-archive apk
appx executable application/appx appx msix
ooxml-macro macro-document application/vnd.ms-office docm dotm potm ppam ppsm pptm xlsb xlsm xltm
xlsb document application/vnd.ms-excel.sheet.binary.macroenabled.12 xlsb
docx document application/vnd.openxmlformats-officedocument.wordprocessingml docm docx dotx
xlsx document application/vnd.openxmlformats-officedocument.spreadsheetml xlsm xlsx xltx
pptx document application/vnd.openxmlformats-officedocument.presentationml potx ppsx pptx
vsdx document application/vnd.ms-visio.drawing vsdm vsdx
jar executable application/java-archive ear jar war
ipa executable application/x-ios-app ipa
kmz data application/vnd.google-earth.kmz kmz
doc document application/msword doc dot wbk
xls document application/vnd.ms-excel xla xls xlt
ppt document application/vnd.ms-powerpoint pot pps ppt
msg message application/vnd.ms-outlook msg oft
eml message message/rfc822 eml mht mhtml nws
ooxml-encrypted document application/x-ole-storage docm docx pptm pptx xlsm xlsx
vsd document application/vnd.visio vsd vss vst
unknown unknown application/octet-stream
empty unknown application/x-empty
text text text/plain
eicar test-virus text/plain
zip archive application/zip zip
ole document application/x-ole-storage doc dot msg msi pot pps ppt xls xlt
pe executable application/vnd.microsoft.portable-executable com cpl dll drv efi exe ocx pif scr sys
ole-macro macro-document application/x-ole-storage doc dot pot pps ppt xla xls xlt
msi executable application/x-msi msi msp mst
shebang-script script text/x-script bash command js php pl py rb sh zsh
php script application/x-httpd-php php phtml
wsf script application/x-wsf sct wsc wsf
hta script application/hta hta
batch script application/x-bat bat cmd
svg markup image/svg+xml svg
html markup text/html htm html mht shtml xhtml
xml markup application/xml config kml plist rdf rels xml xsd xsl xslt
opendocument document application/vnd.oasis.opendocument odg odp ods odt ott
epub document application/epub+zip epub
java-class executable application/java-vm class
"""


def _read(line: str) -> FileType:
    name, family, media_type, *extensions = line.split()
    return FileType(name, Family(family), media_type, frozenset(extensions))


TYPES = {kind.name: kind for kind in map(_read, _TABLE.strip().splitlines())}

#: What content begins with: offset, bytes, type. The first that fits counts.
SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x7fELF", "elf"),
    (0, b"\xfe\xed\xfa\xce", "mach-o"),
    (0, b"\xfe\xed\xfa\xcf", "mach-o"),
    (0, b"\xce\xfa\xed\xfe", "mach-o"),
    (0, b"\xcf\xfa\xed\xfe", "mach-o"),
    (0, b"dex\n", "dex"),
    (0, b"\x00asm", "wasm"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "lnk"),
    (0, b"[InternetShortcut]", "url"),
    (0, b"[Desktop Entry]", "desktop"),
    (0, b"ITSF", "chm"),
    (0, b"%PDF-", "pdf"),
    (0, b"{\\rt", "rtf"),
    (0, b"%!PS", "postscript"),
    (0, b"\xe4R\\{\x8c\xd8\xa7M", "onenote"),
    (0, b"AT&TFORM", "djvu"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"BM", "bmp"),
    (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"),
    (8, b"WEBP", "webp"),
    (0, b"\x00\x00\x01\x00", "ico"),
    (0, b"\x00\x00\x02\x00", "cur"),
    (4, b"ftypheic", "heic"),
    (4, b"ftypmif1", "heif"),
    (4, b"ftypavif", "avif"),
    (0, b"8BPS", "psd"),
    (0, b"\xd7\xcd\xc6\x9a", "wmf"),
    (40, b" EMF", "emf"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"7z\xbc\xaf'\x1c", "7z"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (0, b"(\xb5/\xfd", "zstd"),
    (0, b'\x04"M\x18', "lz4"),
    (0, b"LZIP", "lzip"),
    (0, b"MSCF", "cab"),
    (7, b"**ACE**", "ace"),
    (0, b"`\xea", "arj"),
    (2, b"-lh", "lha"),
    (0, b"xar!", "xar"),
    (257, b"ustar", "tar"),
    (0, b"\xed\xab\xee\xdb", "rpm"),
    (0, b"!<arch>\ndebian", "deb"),
    (0, b"Cr24", "crx"),
    (0x8001, b"CD001", "iso"),
    (0, b"conectix", "vhd"),
    (0, b"vhdxfile", "vhdx"),
    (0, b"KDMV", "vmdk"),
    (0, b"MSWIM\x00\x00\x00", "wim"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (8, b"WAVE", "wav"),
    (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"),
    (0, b"#!AMR", "amr"),
    (0, b"MThd", "midi"),
    (4, b"ftypM4A", "m4a"),
    (4, b"ftyp", "mp4"),
    (8, b"AVI ", "avi"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (0, b"FLV\x01", "flv"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "asf"),
    (0, b"FWS", "flash"),
    (0, b"CWS", "flash"),
    (0, b"ZWS", "flash"),
    (0, b'x\x9f>"', "tnef"),
    (0, b"BEGIN:VCARD", "vcard"),
    (0, b"BEGIN:VCALENDAR", "icalendar"),
    (0, b"-----BEGIN PGP", "pgp"),
    (0, b"-----BEGIN CERT", "pem"),
    (0, b"SQLite format 3\x00", "sqlite"),
    (0, b"!BDN", "pst"),
    (0, b"OTTO", "opentype"),
    (0, b"\x00\x01\x00\x00\x00", "truetype"),
    (0, b"wOFF", "woff"),
    (0, b"wOF2", "woff2"),
)

#: What a ZIP is, by the beginning of a name inside. The first that occurs counts.
ZIP_ENTRIES: tuple[tuple[bytes, str], ...] = (
    (b"AndroidManifest.xml", "apk"),
    (b"AppxManifest.xml", "appx"),
    (b"vbaProject.bin", "ooxml-macro"),
    (b"xl/workbook.bin", "xlsb"),
    (b"word/", "docx"),
    (b"xl/", "xlsx"),
    (b"ppt/", "pptx"),
    (b"visio/", "vsdx"),
    (b"META-INF/MANIFEST.MF", "jar"),
    (b"Payload/", "ipa"),
    (b"doc.kml", "kmz"),
)

#: What an OLE container is, by the name of a stream inside. The first that occurs counts.
OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
    ("EncryptedPackage", "ooxml-encrypted"),
    ("VisioDocument", "vsd"),
)
