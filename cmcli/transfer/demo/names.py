"""Who is in the demo book: names, employers, sources, tags and needs. All of it is invented.

A text is a pair, English and Chinese; names are Chinese in both languages.
"""

Text = tuple[str, str]

MANAGER: Text = ("Li Ming", "李明")
BRANCH: Text = ("Linjiang Road branch", "临江路支行")

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝崔康邱秦江史顾侯邵段"
)
# Given names that make no well-known person with any of the surnames.
GIVEN = (
    "建国", "建华", "建平", "志强", "志勇", "文华", "文斌", "文静", "晓梅", "晓燕", "晓峰", "晓琳",
    "海燕", "海涛", "春梅", "春兰", "秀英", "秀兰", "秀珍", "桂兰", "玉梅", "玉珍", "丽娟", "慧玲",
    "淑芬", "淑珍", "淑华", "永强", "永平", "永福", "卫东", "卫国", "明辉", "明珠", "德福", "家兴",
    "子涵", "子轩", "雨欣", "雨桐", "思远", "思琪", "欣怡", "佳慧", "佳琪", "梦琪", "浩宇", "宇航",
    "天宇", "雪梅", "红霞", "红梅", "彩霞", "凤英", "凤兰", "月华", "月娥", "金凤", "福生", "贵生",
    "树林", "树华", "宝珍", "宝山", "启明", "启航", "一凡", "若曦", "梓萱", "诗涵", "嘉怡", "嘉豪",
    "振华", "振宇", "耀华", "耀东", "少华", "少平",
)  # fmt: skip
SHORT_NAMES = (
    "徐敏", "郭芳", "何敏", "许丽", "宋敏", "彭芳", "蔡敏", "魏芳", "薛静", "潘敏", "叶芳", "田静",
    "余敏", "程芳", "丁芳", "夏敏", "钟静", "姚芳",
)  # fmt: skip

# name, sector
COMPANIES: tuple[tuple[str, Text], ...] = (
    ("东汀机械", ("machinery", "机械制造")),
    ("北棠物流", ("logistics", "物流")),
    ("青屿农业", ("agriculture", "农业")),
    ("云蓠软件", ("software", "软件")),
    ("远汀电子", ("electronics", "电子")),
    ("新棠食品", ("food", "食品")),
    ("南屿纺织", ("textiles", "纺织")),
    ("穗川粮油", ("grain and oil", "粮油")),
    ("海汀贸易", ("trade", "贸易")),
    ("安蓠医疗器械", ("medical devices", "医疗器械")),
    ("嘉汀家居", ("furniture", "家居")),
    ("锦屿包装", ("packaging", "包装")),
    ("明汀环保", ("environment", "环保")),
    ("瑞棠建材", ("building materials", "建材")),
    ("同汀印务", ("printing", "印刷")),
    ("长屿化工", ("chemicals", "化工")),
    ("白汀水产", ("fishery", "水产")),
    ("石棠石材", ("stone", "石材")),
    ("丰屿农机", ("farm machinery", "农机")),
    ("立汀模具", ("moulds", "模具")),
    ("恒蓠电气", ("electrical", "电气")),
    ("和屿餐饮", ("restaurants", "餐饮")),
    ("星汀教育", ("education", "教育")),
    ("晨棠服饰", ("clothing", "服装")),
    ("沐屿酒店", ("hotels", "酒店")),
)

# employer, sector
EMPLOYERS: tuple[tuple[Text, Text], ...] = (
    (("Second city hospital", "市第二医院"), ("healthcare", "医疗")),
    (("Linjiang maternity clinic", "临江妇幼保健院"), ("healthcare", "医疗")),
    (("Third middle school", "市第三中学"), ("education", "教育")),
    (("Linjiang college", "临江职业学院"), ("education", "教育")),
    (("City water works", "市自来水公司"), ("utilities", "公用事业")),
    (("Power supply bureau", "供电局"), ("utilities", "公用事业")),
    (("District government", "区政府"), ("public service", "机关")),
    (("City metro", "市轨道公司"), ("transport", "交通")),
    (("own restaurant", "自营餐馆"), ("restaurants", "餐饮")),
    (("own hardware shop", "自营五金店"), ("retail", "零售")),
    (("own clothes shop", "自营服装店"), ("retail", "零售")),
    (("own law practice", "律师事务所合伙人"), ("law", "法律")),
    (("own dental practice", "自营口腔诊所"), ("healthcare", "医疗")),
    (("东汀机械", "东汀机械"), ("machinery", "机械制造")),
    (("云蓠软件", "云蓠软件"), ("software", "软件")),
    (("北棠物流", "北棠物流"), ("logistics", "物流")),
    (("design institute", "市设计院"), ("construction", "建筑")),
    (("housing company", "城建集团"), ("construction", "建筑")),
    (("retired teacher", "退休教师"), ("retired", "退休")),
    (("retired engineer", "退休工程师"), ("retired", "退休")),
    (("retired", "退休"), ("retired", "退休")),
)

SOURCES: tuple[Text, ...] = (
    ("referral", "转介绍"),
    ("walk-in", "网点到访"),
    ("payroll", "代发工资"),
    ("home loan", "房贷客户"),
    ("salon", "沙龙活动"),
    ("visit round", "外拓走访"),
    ("predecessor", "前任移交"),
)

# A tag is one word.
TAGS: tuple[Text, ...] = (
    ("deposit", "定期"),
    ("wealth", "理财"),
    ("fund", "基金"),
    ("insurance", "保险"),
    ("parent", "有子女"),
    ("owner", "企业主"),
    ("cautious", "稳健"),
    ("golf", "高尔夫"),
    ("tea", "喜茶"),
    ("travel", "旅行"),
    ("no-evenings", "晚间勿扰"),
)
COMPANY_TAGS: tuple[Text, ...] = (
    ("payroll", "代发"),
    ("credit", "授信"),
    ("settlement", "结算"),
    ("export", "出口"),
)

NEEDS: tuple[Text, ...] = (
    ("wants the deposit to earn a little more, no risk", "定期利息再高一点，不冒风险"),
    ("saving for the son's wedding and flat", "为儿子婚房攒钱"),
    ("tuition abroad from next autumn", "明年秋季孩子出国学费"),
    ("a pension beside the social one", "在社保之外补充养老"),
    ("money at hand within three days", "资金三天内要能取用"),
    ("a card with airport lounges", "要一张带机场贵宾厅的卡"),
    ("repay the home loan early", "打算提前还房贷"),
    ("cover for serious illness", "重疾保障"),
    ("pass the flat on to the daughter", "房产传给女儿"),
    ("a first fund, small and monthly", "第一只基金，小额定投"),
    ("compares with two other banks", "会和另外两家银行比较"),
    ("money for the parents' care home", "父母养老院费用"),
    ("bigger shop next year", "明年扩店"),
    ("reads every fee before signing", "签字前逐条看费用"),
    ("dollars for a trip in summer", "夏天旅行要换美元"),
    ("nothing longer than a year", "不做一年以上的"),
)
COMPANY_NEEDS: tuple[Text, ...] = (
    ("payroll for 120 people", "120人代发工资"),
    ("working capital before the season", "旺季前的流动资金"),
    ("new machines, five-year loan", "设备更新，五年期贷款"),
    ("faster export settlement", "出口结算要快"),
    ("idle cash over the weekend", "周末闲置资金"),
    ("a line that stands without land as security", "无抵押授信"),
    ("bills of exchange discounted the same day", "票据当天贴现"),
)
REMARKS: tuple[Text, ...] = (
    ("best reached 10 to 11 in the morning", "上午10点到11点方便"),
    ("decides together with the daughter", "和女儿商量后再定"),
    ("hard of hearing, speak slowly", "听力不好，说慢一点"),
    ("always wants figures in writing", "数字都要书面的"),
    ("prefers to come to the branch", "喜欢到网点面谈"),
    ("never on Mondays", "周一别打电话"),
)
