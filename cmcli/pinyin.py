"""How a Chinese name sounds, for finding a client by typing letters. Used when a name is written.

A surname is often read otherwise than the same character elsewhere; the table holds those.
"""

# Standard surname readings (现代汉语词典); the package's general table reads them as common words.
SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "朴": "piao",
    "盖": "ge", "缪": "miao", "乐": "yue", "任": "ren", "华": "hua", "翟": "zhai", "覃": "qin",
    "员": "yun", "秘": "bi", "冼": "xian", "繁": "po", "召": "shao", "葛": "ge", "宁": "ning",
    "尉迟": "yu chi", "万俟": "mo qi", "澹台": "tan tai", "宿": "su", "晟": "cheng", "洗": "xian",
    "那": "na", "逄": "pang", "牟": "mou", "种": "chong", "重": "chong", "黑": "he", "折": "she",
    "句": "gou", "卜": "bu", "幺": "yao", "瞿": "qu", "长孙": "zhang sun", "俞": "yu", "隗": "wei",
    "沈": "shen", "纪": "ji", "适": "kuo", "哈": "ha", "曲": "qu", "石": "shi", "柏": "bai",
}  # fmt: skip


def keys(name: str, *, person: bool) -> tuple[str, str]:
    """(`wangjianguo`, `wjg`) for 王建国; other alphabets are lower-cased and run together."""
    if name.isascii():
        words = "".join(c if c.isalnum() else " " for c in name.lower()).split()
        return "".join(words), "".join(word[0] for word in words)
    from pypinyin import Style, lazy_pinyin

    head, rest = _surname(name) if person else ("", name)
    syllables = head.split()
    for part in lazy_pinyin(rest, style=Style.NORMAL, errors="default"):
        syllables += "".join(c if c.isalnum() else " " for c in part.lower()).split()
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)


def _surname(name: str) -> tuple[str, str]:
    for length in (2, 1):
        if name[:length] in SURNAMES:
            return SURNAMES[name[:length]], name[length:]
    return "", name
