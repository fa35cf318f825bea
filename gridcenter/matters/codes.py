"""Code tables of matters; starter values after reference §5.6, all editable by the office."""

from gridcenter.codes.tables import code_table

CHANNEL = code_table(
    "matter_channel",
    "来源渠道",
    {
        "patrol": "网格巡查", "visit": "入户走访", "resident": "群众反映", "hotline": "12345热线",
        "petition": "信访", "county": "上级交办", "meeting": "会议议定",
    },
)  # fmt: skip
CATEGORY = code_table(
    "matter_category",
    "事项类别",
    {
        "opinion": "社情民意", "hazard": "安全隐患", "dispute": "矛盾纠纷", "environment": "环境卫生",
        "facility": "公共设施", "livelihood": "民生诉求", "policy": "政策咨询", "hardship": "困难救助",
        "errand": "代办帮办", "emergency": "突发事件", "other": "其他",
    },
)  # fmt: skip
URGENCY = code_table(
    "urgency", "紧急程度", {"normal": "一般", "urgent": "紧急", "critical": "特急"},
    {"普通": "normal", "加急": "urgent", "特别紧急": "critical"},
)  # fmt: skip
STATUS = code_table(
    "matter_status", "状态", {"open": "办理中", "done": "已办结", "withdrawn": "已撤销"}, extensible=False
)
VERB = code_table(
    "matter_verb", "步骤", {"register": "登记", "solve": "办结", "withdraw": "撤销"}, extensible=False
)
TABLES = (CHANNEL, CATEGORY, URGENCY, STATUS, VERB)
