"""Code tables of visits; starter values after reference §5.6."""

from gridcenter.codes.tables import code_table

KIND = code_table(
    "visit_kind",
    "走访类型",
    {
        "daily": "日常走访", "service": "管理服务", "festival": "节日走访", "return": "回访",
        "special": "专项走访", "other": "其他",
    },
)  # fmt: skip
RESULT = code_table(
    "visit_result",
    "走访结果",
    {"met": "已见面", "phone": "电话联系", "nobody": "家中无人", "refused": "不便接待"},
    {"见面": "met", "已走访": "met", "电话": "phone", "电话走访": "phone", "无人": "nobody", "无人在家": "nobody"},
)
TRIED = frozenset({"nobody", "refused"})
"""Somebody went, and met nobody or was not received: it counts as gone to, with no mark against anybody."""
RHYTHM = code_table(
    "visit_rhythm",
    "走访周期",
    {
        "weekly": "每周", "monthly": "每月", "quarterly": "每季", "half_year": "每半年",
        "yearly": "每年", "days": "每隔若干天",
    },
    extensible=False,
)  # fmt: skip
PLAN_VISITOR = code_table(
    "plan_visitor",
    "由谁走访",
    {"post": "所在网格的岗位人员", "person": "指定人员", "link": "该户的联系人"},
    extensible=False,
)
ITEM_KIND = code_table(
    "checklist_item_kind",
    "填法",
    {"yes_no": "是否", "choice": "单选", "text": "文本"},
    extensible=False,
)
CAMPAIGN_KIND = code_table(
    "campaign_kind",
    "宣传类别",
    {
        "traffic": "交通安全", "fire": "防火禁烧", "fraud": "防诈骗", "medical": "医保养老",
        "law": "普法宣传", "environment": "环境整治", "other": "其他",
    },
)  # fmt: skip
CAMPAIGN_RESULT = code_table(
    "campaign_result",
    "送达情况",
    {"delivered": "已发放", "talked": "已当面讲解", "absent": "未见到人"},
    extensible=False,
)
TABLES = (KIND, RESULT, RHYTHM, PLAN_VISITOR, ITEM_KIND, CAMPAIGN_KIND, CAMPAIGN_RESULT)
