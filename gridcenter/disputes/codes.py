"""Code tables of disputes: the 18 judicial types (人民调解案件情况统计表; reference §2.4) and outcomes."""

from gridcenter.codes.tables import code_table

KIND = code_table(
    "dispute_kind",
    "纠纷类型",
    {
        "marriage": "婚姻家庭纠纷", "neighbour": "邻里纠纷", "house": "房屋宅基地纠纷",
        "contract": "合同纠纷", "production": "生产经营纠纷", "damage": "损害赔偿纠纷",
        "land": "山林土地纠纷", "relocation": "征地拆迁纠纷", "pollution": "环境污染纠纷",
        "wages": "拖欠农民工工资纠纷", "labour": "其他劳动争议纠纷", "tourism": "旅游纠纷",
        "online": "电子商务纠纷", "consumer": "其他消费纠纷", "medical": "医疗纠纷",
        "traffic": "道路交通事故纠纷", "property": "物业纠纷", "other": "其他纠纷",
    },
    {
        "婚姻家庭": "marriage", "家庭纠纷": "marriage", "婚姻纠纷": "marriage", "邻里": "neighbour",
        "邻里关系": "neighbour", "房屋宅基地": "house", "宅基地纠纷": "house", "合同": "contract",
        "生产经营": "production", "损害赔偿": "damage", "山林土地": "land", "土地纠纷": "land",
        "征地拆迁": "relocation", "环境污染": "pollution", "其他": "other",
    },
)  # fmt: skip
AGREEMENT = code_table(
    "agreement_form",
    "协议形式",
    {"written": "书面", "oral": "口头"},
    {
        "书面协议": "written",
        "口头协议": "oral",
        "达成书面协议": "written",
        "达成口头协议": "oral",
        "书面调解协议": "written",
        "口头调解协议": "oral",
    },
    extensible=False,
)
STATUS = code_table(
    "dispute_status",
    "处理结果",
    {"open": "正在调解", "agreed": "调解成功", "failed": "调解不成，已告知途径"},
    {
        "调解中": "open", "正在处理": "open", "处理中": "open", "未调解": "open", "待调解": "open",
        "否": "open", "未化解": "open", "正在化解": "open", "化解中": "open", "待化解": "open",
        "调处中": "open", "正在调处": "open", "未调处": "open", "稳控中": "open", "未办结": "open",
        "未解决": "open", "办理中": "open", "正在办理": "open", "跟踪中": "open",
        "成功": "agreed", "是": "agreed", "√": "agreed", "已化解": "agreed", "化解": "agreed",
        "化解成功": "agreed", "成功化解": "agreed", "已成功化解": "agreed", "化解完成": "agreed",
        "已调解": "agreed", "已调解成功": "agreed", "已调解完成": "agreed", "已调处": "agreed",
        "调处成功": "agreed", "已解决": "agreed", "解决": "agreed", "达成协议": "agreed",
        "已达成协议": "agreed", "达成口头协议": "agreed", "达成书面协议": "agreed",
        "双方和解": "agreed", "已和解": "agreed", "和解": "agreed",
        "调解不成": "failed", "未成功": "failed", "调解失败": "failed", "调解不成,已告知途径": "failed",
        "不成功": "failed", "调解未成功": "failed", "化解失败": "failed", "未达成协议": "failed",
    },
    extensible=False,
)  # fmt: skip
CLOSED_WORDS = frozenset({"已办结", "办结", "已结案", "结案", "已完结", "已完成", "完成"})
"""Words that say a dispute is closed, but not how."""
TABLES = (KIND, AGREEMENT, STATUS)
