"""Code tables of the wing."""

from gridcenter.codes.tables import code_table

PER = code_table(
    "allowance_per", "计发单位", {"month": "元/月", "day": "元/天"},
    {"月": "month", "每月": "month", "天": "day", "日": "day", "每天": "day"}, extensible=False,
)  # fmt: skip
DIVISOR = code_table(
    "allowance_divisor",
    "不满一个月的按",
    {"calendar": "当月日历天数", "working": "当月工作日天数"},
    extensible=False,
)
SEVERAL = code_table(
    "several_posts",
    "一人几个岗位",
    {"each": "每个岗位都发", "highest": "只发最高的一个"},
    extensible=False,
)
ABSENCE = code_table(
    "absence_reason",
    "不在岗事由",
    {
        "personal": "事假", "sick": "病假", "annual": "年休假", "maternity": "产假、陪产假",
        "bereavement": "婚丧假", "lent": "借调", "other": "其他",
    },
    {"请假": "personal", "休假": "annual", "产假": "maternity", "抽调": "lent"},
)  # fmt: skip
TRAINING_KIND = code_table(
    "training_kind",
    "培训类别",
    {
        "induction": "岗前培训", "skill": "业务培训", "policy": "政策法规", "safety": "安全应急",
        "mediation": "矛盾调解", "party": "党性教育", "other": "其他",
    },
    {"上岗培训": "induction", "业务": "skill", "政策": "policy", "安全": "safety", "党课": "party"},
)  # fmt: skip
ATTENDANCE = code_table(
    "attendance", "到训情况", {"there": "参加", "away": "缺席"},
    {"到": "there", "已到": "there", "√": "there", "未到": "away", "请假": "away"}, extensible=False,
)  # fmt: skip
CHECK_ITEM = code_table(
    "check_item",
    "检查内容",
    {
        "presence": "在岗情况", "visits": "走访记录", "patrol": "巡查记录", "ledgers": "台账填写",
        "matters": "事项办理", "known": "群众知晓", "board": "公示牌更新",
    },
)  # fmt: skip
CHECK_RESULT = code_table(
    "check_result",
    "检查结果",
    {"good": "符合要求", "fair": "基本符合", "mend": "需要改进"},
    {"合格": "good", "好": "good", "较好": "fair", "不合格": "mend", "需改进": "mend"},
)
TABLES = (
    PER, DIVISOR, SEVERAL, ABSENCE, TRAINING_KIND, ATTENDANCE, CHECK_ITEM, CHECK_RESULT,
)  # fmt: skip
