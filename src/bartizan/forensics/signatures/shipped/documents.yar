// Documents, shortcuts and disk images that start something.

rule shortcut_starts_interpreter {
  meta:
    description = "A Windows shortcut that starts an interpreter with a hidden or remote command"
    severity = "critical"
    reference = "ATT&CK T1204.002, T1547.009"
  strings:
    $interpreter_1 = "powershell" wide ascii nocase
    $interpreter_2 = "mshta" wide ascii nocase
    $interpreter_3 = "wscript" wide ascii nocase
    $interpreter_4 = "cmd.exe" wide ascii nocase
    $interpreter_5 = "conhost" wide ascii nocase
    $how_1 = "http" wide nocase
    $how_2 = "-enc" wide nocase
    $how_3 = "hidden" wide nocase
    $how_4 = "iex" wide nocase
    $how_5 = "%temp%" wide nocase
    $how_6 = "findstr" wide nocase
  condition:
    uint32(0) == 0x0000004C and uint32(4) == 0x00021401
    and any of ($interpreter_*) and any of ($how_*)
}

rule onenote_with_script {
  meta:
    description = "A OneNote section that carries a script or a program"
    severity = "critical"
    reference = "ATT&CK T1566.001, OneNote sections with attached files"
  strings:
    $store = { E7 16 E3 BD 65 26 11 45 A4 C4 8D 4D 0B 7A 9E AC }
    $script_1 = "<script" nocase
    $script_2 = "WScript.Shell" nocase
    $script_3 = "powershell" nocase
    $script_4 = "@echo off" nocase
    $script_5 = "<hta:application" nocase
    $script_6 = "This program cannot be run in DOS mode"
    $script_7 = { 4C 00 00 00 01 14 02 00 00 00 00 00 C0 00 00 00 }
  condition:
    uint32be(0) == 0xE4525C7B and $store and any of ($script_*)
}

rule disk_image_with_autorun {
  meta:
    description = "A small disk image with a shortcut or autorun file, and a program or script"
    severity = "high"
    reference = "ATT&CK T1553.005"
  strings:
    $start_1 = "AUTORUN.INF" nocase
    $start_2 = ".LNK;1" nocase
    $start_3 = ".lnk" wide nocase
    $run_1 = "This program cannot be run in DOS mode"
    $run_2 = ".DLL;1" nocase
    $run_3 = ".EXE;1" nocase
    $run_4 = ".JS;1" nocase
    $run_5 = ".VBS;1" nocase
    $run_6 = ".BAT;1" nocase
  condition:
    filesize < 30MB and uint32be(0x8001) == 0x43443030 and any of ($start_*) and any of ($run_*)
}

rule pdf_starts_program {
  meta:
    description = "A PDF that starts a program"
    severity = "critical"
    reference = "ISO 32000-2 12.6.4.6, ATT&CK T1204.002"
  strings:
    $launch = /\/S\s{0,10}\/Launch\b/
    $program = /(cmd|powershell|mshta|wscript|cscript|rundll32)(\.exe)?/ nocase
  condition:
    uint32be(0) == 0x25504446 and $launch and $program
}

rule pdf_opens_attachment {
  meta:
    description = "A PDF whose script opens a file attached to it"
    severity = "high"
    reference = "ATT&CK T1204.002, exportDataObject with nLaunch"
  strings:
    $export = "exportDataObject"
    $launch = /nLaunch\s{0,4}:\s{0,4}[12]/
  condition:
    uint32be(0) == 0x25504446 and all of them
}

rule rtf_equation_editor {
  meta:
    description = "An RTF document with an object of the Equation Editor"
    severity = "critical"
    reference = "CVE-2017-11882, CVE-2018-0802"
  strings:
    $class = "4571756174696f6e2e33" nocase
    $identifier = "02ce020000000000c000000000000046" nocase
    $native = "4500710075006100740069006f006e0020004e0061007400690076006500" nocase
    $plain = /objclass\s{1,4}equation\.3/ nocase
  condition:
    uint32be(0) == 0x7B5C7274 and any of them
}

rule rtf_linked_object {
  meta:
    description = "An RTF document with an object that is fetched from elsewhere when it opens"
    severity = "critical"
    reference = "CVE-2017-0199, CVE-2017-8570"
  strings:
    $class = "4f4c45324c696e6b" nocase
    $url = "e0c9ea79f9bace118c8200aa004ba90b" nocase
    $script = "d30b2906aa48d2118432006008c3fbfc" nocase
  condition:
    uint32be(0) == 0x7B5C7274 and any of them
}

rule office_remote_script {
  meta:
    description = "A relationship of an Office document that loads a remote page as an object"
    severity = "critical"
    reference = "CVE-2021-40444"
  strings:
    $relation = "<Relationship" nocase
    $external = /TargetMode\s{0,3}=\s{0,3}["']External/ nocase
    $handler = /Target\s{0,3}=\s{0,3}["']\s{0,4}(mhtml:|x-usc:|ms-msdt:)/ nocase
  condition:
    all of them
}
