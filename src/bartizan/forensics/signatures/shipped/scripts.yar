// Scripts and command lines that fetch a program and start it.

rule script_dropper {
  meta:
    description = "A script that downloads a file, stores it and runs it"
    severity = "critical"
    reference = "ATT&CK T1059.005, T1059.007"
  strings:
    $fetch_1 = "MSXML2.XMLHTTP" nocase
    $fetch_2 = "MSXML2.ServerXMLHTTP" nocase
    $fetch_3 = "WinHttp.WinHttpRequest" nocase
    $fetch_4 = "Microsoft.XMLHTTP" nocase
    $stream = "ADODB.Stream" nocase
    $store = "SaveToFile" nocase
    $run_1 = "WScript.Shell" nocase
    $run_2 = "Shell.Application" nocase
    $run_3 = /\bShell\s{0,3}\(/ nocase
  condition:
    any of ($fetch_*) and $stream and $store and any of ($run_*)
}

rule macro_downloader {
  meta:
    description = "A macro that runs by itself and fetches or starts something"
    severity = "critical"
    reference = "ATT&CK T1204.002, T1059.005"
  strings:
    $macro = "Attribute VB_Name" nocase
    $auto = /\bSub\s{1,4}(Auto_?Open|Document_Open|Workbook_Open|AutoExec)\b/ nocase
    $do_1 = "URLDownloadToFile" nocase
    $do_2 = "XMLHTTP" nocase
    $do_3 = "powershell" nocase
    $do_4 = "WScript.Shell" nocase
    $do_5 = "mshta" nocase
    $do_6 = "winmgmts:" nocase
    $do_7 = /\bShell\s{0,3}[("]/ nocase
  condition:
    $macro and $auto and any of ($do_*)
}

rule powershell_download_cradle {
  meta:
    description = "A PowerShell command that fetches code and runs it at once"
    severity = "high"
    reference = "ATT&CK T1059.001"
  strings:
    $fetch_1 = "DownloadString(" nocase ascii wide
    $fetch_2 = /Invoke-(WebRequest|RestMethod)\s/ nocase
    $fetch_3 = /\b(iwr|irm)\s{1,4}['"(]{0,3}https?:/ nocase
    $run_1 = /\bIEX\b/ nocase
    $run_2 = "Invoke-Expression" nocase ascii wide
    $run_3 = "IEX" wide
    $hidden = /-w(indowstyle)?\s{1,4}h(idden)?\b/ nocase
    $policy = /-e(p|xecutionpolicy)\s{1,4}bypass/ nocase
  condition:
    filesize < 200KB and any of ($fetch_*) and any of ($run_*) and ($hidden or $policy or $fetch_1)
}

rule powershell_encoded_command {
  meta:
    description = "PowerShell with an encoded command"
    severity = "high"
    reference = "ATT&CK T1027.010"
  strings:
    $plain = /powershell(\.exe)?["']?\s.{0,120}-e(nc|ncodedcommand|c)?\s{1,4}["']?[A-Za-z0-9+\/]{60}/ nocase
    $wide = /p\x00o\x00w\x00e\x00r\x00s\x00h\x00e\x00l\x00l\x00(.\x00){1,120}-\x00e\x00(n\x00c\x00)?[^ ]{0,30} \x00([A-Za-z0-9+\/]\x00){60}/ nocase
  condition:
    any of them
}

rule certutil_chain {
  meta:
    description = "certutil used to download or decode"
    severity = "high"
    reference = "ATT&CK T1105, T1140"
  strings:
    $fetch = /certutil(\.exe)?\s.{0,60}-urlcache.{0,40}https?:\/\// nocase
    $decode = /certutil(\.exe)?\s.{0,30}-decode(hex)?\s.{1,100}\.(exe|dll|js|vbs|hta|msi)\b/ nocase
  condition:
    any of them
}

rule mshta_chain {
  meta:
    description = "mshta started with a remote page or inline script"
    severity = "high"
    reference = "ATT&CK T1218.005"
  strings:
    $plain = /mshta(\.exe)?["']?\s{1,200}["']?(https?:\/\/|vbscript:|javascript:)/ nocase
    $wide = /m\x00s\x00h\x00t\x00a\x00(.\x00){1,200}h\x00t\x00t\x00p\x00/ nocase
  condition:
    any of them
}

rule regsvr32_chain {
  meta:
    description = "regsvr32 or rundll32 used to run script from elsewhere"
    severity = "high"
    reference = "ATT&CK T1218.010, T1218.011"
  strings:
    $remote = /regsvr32(\.exe)?\s.{0,40}\/i:["']?https?:\/\// nocase
    $script = /rundll32(\.exe)?\s{1,10}["']?javascript:/ nocase
    $url = /rundll32(\.exe)?\s{1,10}.{0,60}(url\.dll|ieframe\.dll|zipfldr\.dll),\s{0,3}\w{3,40}\s{1,4}["']?(https?|file):/ nocase
  condition:
    any of them
}

rule bitsadmin_chain {
  meta:
    description = "bitsadmin used to download a program"
    severity = "high"
    reference = "ATT&CK T1197"
  strings:
    $fetch = /bitsadmin(\.exe)?\s.{0,60}\/transfer\s.{1,60}https?:\/\// nocase
  condition:
    $fetch
}

rule exploited_address_handler {
  meta:
    description = "An address that makes Windows start a tool or open a foreign share as a search"
    severity = "critical"
    reference = "CVE-2022-30190; search-ms abuse"
  strings:
    $msdt = /ms-msdt:.{0,40}(PCWDiagnostic|IT_BrowseForFile|IT_RebrowseForFile)/ nocase
    $search = /search(-ms)?:.{0,120}crumb=location:.{0,12}(\\\\|%5c%5c|\/\/)/ nocase
  condition:
    any of them
}
