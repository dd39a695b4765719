// What a person needs and what was done: the same words in a visit, a call and later in casework. Pure. Serves K1, C1, E6.

/** What a person needs; the same words as in casework. */
export const NEEDS = {
  none: '暂无',
  daily_care: '生活照料',
  money: '经济困难',
  medical: '就医康复',
  emotion: '心理情绪',
  family: '家庭关系',
  guardianship: '亲子监护',
  school: '就学',
  job: '就业',
  rights: '权益维护',
  inclusion: '社会融入',
  home_safety: '居家安全与适老化改造',
  policy: '政策咨询与申办',
  company: '陪伴与精神慰藉',
  crisis: '危机',
  other: '其他',
} as const;

/** What was done at the visit. The seven daily acts are the requirement's list of home care. */
export const SERVICES = {
  none: '仅探访',
  policy: '政策宣讲',
  emotional_support: '情绪支持',
  application: '协助申办',
  errand: '代办代购',
  goods: '发放物资',
  medical_escort: '陪护送医',
  cleaning: '清洁卫生',
  meal: '协助用餐',
  drink: '协助饮水',
  medicine: '协助用药',
  dressing: '协助穿（脱）衣',
  washing: '协助洗漱',
  bathing: '协助洗澡',
  toilet: '协助如厕',
  safety_check: '居家安全检查',
  health: '健康管理与疾病预防',
  mediation: '家庭关系调适',
  resource: '资源链接与转介',
  tutoring: '学业辅导',
  other: '其他',
} as const;
