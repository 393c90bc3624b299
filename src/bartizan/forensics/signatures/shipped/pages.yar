// Pages that build files in the browser, and pages made to collect logins.

rule html_smuggling_download {
  meta:
    description = "A page that puts a file together in the browser and saves it by itself"
    severity = "high"
    reference = "ATT&CK T1027.006"
  strings:
    $script = "<script" nocase
    $decode_1 = "atob(" nocase
    $decode_2 = "Uint8Array"
    $decode_3 = "charCodeAt"
    $blob = /new\s{1,4}Blob\s{0,4}\(/ nocase
    $save_1 = "createObjectURL"
    $save_2 = "msSaveOrOpenBlob"
    $save_3 = "msSaveBlob"
    $start_1 = /\.download\s{0,4}=/
    $start_2 = /\.click\s{0,4}\(/
  condition:
    $script and $blob and any of ($decode_*) and any of ($save_*) and any of ($start_*)
}

rule html_smuggling_archive {
  meta:
    description = "A page whose script carries an archive, a disk image or a program"
    severity = "high"
    reference = "ATT&CK T1027.006"
  strings:
    $script = "<script" nocase
    $decode = "atob" nocase
    $carried = /["'`](UEsDB[ABQ]|TVqQAA|UmFyIRoH|N3q8ryc|TVNDRgAAAA)[A-Za-z0-9+\/]{200}/
  condition:
    $script and $decode and $carried
}

rule page_written_by_unescape {
  meta:
    description = "A page that writes a hidden form by decoding it"
    severity = "high"
    reference = "ATT&CK T1027.013"
  strings:
    $write = /document\.write(ln)?\s{0,4}\(\s{0,4}(unescape|decodeURIComponent|atob)\s{0,4}\(/ nocase
    $form = "%3cform" nocase
    $form_whole = "%3c%66%6f%72%6d" nocase
    $password_whole = "%70%61%73%73%77%6f%72%64" nocase
    $form_base64 = "<form" base64
  condition:
    $write and any of ($form*, $password*)
}

rule login_sent_to_telegram {
  meta:
    description = "A page that sends what is typed to a Telegram bot"
    severity = "critical"
    reference = "ATT&CK T1567, phishing kits that use bots as drop boxes"
  strings:
    $bot = /api\.telegram\.org\/bot[0-9]{6,12}:[A-Za-z0-9_-]{30,40}/
    $bot_joined = "https://api.telegram.org/bot"
    $send = "sendMessage"
    $password = "password" nocase
  condition:
    ($bot or ($bot_joined and $send)) and $password
}

rule phishing_kit_server_side {
  meta:
    description = "The server's half of a phishing kit: mails or stores what was typed, with the visitor's address"
    severity = "high"
    reference = "ATT&CK T1566.002"
  strings:
    $php = "<?php" nocase
    $address = "REMOTE_ADDR"
    $typed = /\$_POST\s{0,3}\[\s{0,3}['"](pass|passwd|password|pwd|email|user|login)['"]\s{0,3}\]/ nocase
    $send_1 = /\bmail\s{0,3}\(\s{0,3}\$/
    $send_2 = "api.telegram.org"
    $send_3 = /fopen\s{0,3}\(\s{0,3}['"][^'"]{1,60}\.txt['"]/
    $banner = /(Re[s\$]ult|LoG[i1]n|F[u\*]llz|Rezult)/
  condition:
    $php and $address and $typed and any of ($send_*) and ($banner or #typed > 1)
}

rule svg_that_redirects {
  meta:
    description = "A drawing whose script leads away"
    severity = "high"
    reference = "ATT&CK T1027.017"
  strings:
    $svg = "<svg" nocase
    $script = "<script" nocase
    $away_1 = /location(\.href|\.replace|\.assign)?\s{0,4}[=(]/
    $away_2 = "window.open("
    $decode_1 = "atob("
    $decode_2 = "fromCharCode"
    $decode_3 = "decodeURIComponent"
    $decode_4 = "eval("
    $decode_5 = "parseInt("
  condition:
    $svg in (0..2048) and $script and any of ($away_*) and any of ($decode_*)
}

rule php_shell {
  meta:
    description = "A PHP script that runs what it is sent"
    severity = "critical"
    reference = "ATT&CK T1505.003"
  strings:
    $php = "<?php" nocase
    $packed = /(eval|assert)\s{0,4}\(\s{0,4}(@?gzinflate|gzuncompress|base64_decode|str_rot13)\s{0,4}\(/ nocase
    $sent = /(eval|assert|system|passthru|shell_exec|exec|popen)\s{0,4}\(\s{0,4}@?(stripslashes\s{0,4}\(\s{0,4})?\$_(POST|GET|REQUEST|COOKIE)/ nocase
  condition:
    $php and ($packed or $sent)
}
