"""A report whose every part would do harm where it is taken for more than text, and what is asked of it."""

ASKED = "Who told of zeppelins at the port of Tallinn?"
BAD = "<img src=http://evil.invalid/x.png onerror=window.bad=1>"
REPORT = (
    f"Report on {BAD} [t](javascript:window.bad=2) ![i](http://evil.invalid/y.png)\n\n"
    f"I. OPENING {BAD}\n\n"
    "1. Ms. Eve <script>window.bad=3</script> of [l](javascript:window.bad=4) told of zeppelins "
    "at the port of Tallinn \x1b[31mred\x1b]0;title\x07 \u202egnp.exe\u202c ${window.bad=5} {{value}}.\n\n"
    "2. The zeppelins of Tallinn carried <b>forty</b> passengers in 1931, as http://evil.invalid/ told.\n"
)
