// Programs where no program should be. Written for Bartizan; the references name the idea.

rule eicar_test_file {
  meta:
    description = "The EICAR anti-virus test file"
    severity = "critical"
    reference = "https://www.eicar.org/download-anti-malware-testfile/"
  strings:
    $test = { 58 35 4F 21 50 25 40 41 50 5B 34 5C 50 5A 58 35 34 28 50 5E 29 37 43 43 29 37 7D 24 45 49 43 41 52 }
  condition:
    $test in (0..4096)
}

rule program_in_base64 {
  meta:
    description = "A Windows program in base64 inside a text"
    severity = "high"
    reference = "ATT&CK T1027.013"
  strings:
    $stub = "This program cannot be run in DOS mode" base64 base64wide
    $head = "TVqQAAMAAAAEAAAA//8AALgA"
    $head_wide = "TVqQAAMAAAAEAAAA//8AALgA" wide
  condition:
    uint16(0) != 0x5A4D and any of them
}

rule program_in_double_base64 {
  meta:
    description = "A Windows program in base64, twice"
    severity = "critical"
    reference = "ATT&CK T1027.013"
  strings:
    $twice_1 = "VFZxUUFBTUFBQUFFQUFBQS8v"
    $twice_2 = "RWcVFBQU1BQUFBRUFBQUEvL"
    $twice_3 = "UVnFRQUFNQUFBQUVBQUFBLy"
  condition:
    any of them
}

rule program_in_hexadecimal {
  meta:
    description = "A Windows program in hexadecimal inside a script"
    severity = "high"
    reference = "ATT&CK T1027.013"
  strings:
    $plain = "4d5a90000300000004000000ffff0000b8" nocase
    $bytes = /0x4d,\s?0x5a,\s?0x90,\s?0x00,\s?0x03,/ nocase
    $numbers = /\b77,\s?90,\s?144,\s?0,\s?3,\s?0,\s?0,\s?0,\s?4\b/
  condition:
    not uint32be(0) == 0x7B5C7274 and any of them
}

rule program_in_reversed_base64 {
  meta:
    description = "A Windows program in base64, written backwards"
    severity = "critical"
    reference = "ATT&CK T1027.013"
  strings:
    $reversed = "AAAAEAAAAMAAQqVT"
  condition:
    $reversed
}
