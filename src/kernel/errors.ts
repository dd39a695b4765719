// One error for everything that is refused: a code, and one table from code to HTTP status and a Chinese sentence that says what
// to do next. A code without a sentence does not compile. Personal data never enters an error.

type Entry = { status: number; say: string };

const table = {
  invalid: { status: 400, say: '有内容填写不正确，请按提示修改后再提交。' },
  bad_request: { status: 400, say: '请求的格式不正确，请刷新页面后重试。' },
  unknown_parameter: { status: 400, say: '查询条件里有系统不认识的项目，请清除筛选后重试。' },
  not_signed_in: { status: 401, say: '登录已失效，请重新登录；未发送的记录仍保存在本机。' },
  sign_in_failed: { status: 401, say: '用户名、密码或验证码不正确，请核对后重试。' },
  sign_in_locked: { status: 429, say: '连续输错次数过多，请 30 分钟后再试，或请系统管理员发送重设密码链接。' },
  second_factor_needed: { status: 401, say: '请输入验证器应用中的 6 位验证码。' },
  second_factor_setup_needed: { status: 403, say: '您的岗位须先绑定验证器（第二因子），请按页面提示扫码绑定。' },
  link_expired: { status: 410, say: '链接已使用或已过期，请系统管理员重新发送。' },
  weak_password: { status: 400, say: '密码至少 10 位，并含大写字母、小写字母、数字、符号中的三类，不能包含用户名或常见密码。' },
  password_reused: { status: 400, say: '新密码不能与最近使用过的密码相同，请换一个。' },
  forbidden: { status: 403, say: '您的岗位不能进行此操作；如确有需要，请联系站长或安全管理员。' },
  not_found: { status: 404, say: '没有找到这条内容，它可能已被移走，或不在您负责的范围内。请返回列表查看。' },
  stale: { status: 409, say: '这条内容已被他人修改。请查看最新内容，核对后重新提交；您写的内容仍保留。' },
  id_reused: { status: 409, say: '这条记录的编号已被另一条内容使用，请新建一条后重新提交；您写的内容仍保留。' },
  conflict: { status: 409, say: '与已有内容冲突，请核对后修改。' },
  missing_reference: { status: 409, say: '所引用的内容不存在或已不在您的范围内，请重新选择。' },
  too_large: { status: 413, say: '内容过大，请缩小或分次提交。' },
  unsupported_file: { status: 415, say: '不支持这种文件，请换用提示中列出的格式。' },
  too_many_requests: { status: 429, say: '操作过于频繁，请稍候再试。' },
  upgrade_needed: { status: 426, say: '本机程序版本过旧，请先更新；未发送的记录仍保存在本机。' },
  keys_unusable: { status: 500, say: '密钥文件缺失或损坏，系统不能启动；请从备份中恢复密钥文件后再启动。' },
  sealed_unreadable: { status: 500, say: '这项加密内容无法解开，请联系系统管理员核对密钥文件。' },
  own_rights: { status: 403, say: '不能更改自己的账号或岗位，请由另一位管理员办理。' },
  role_scope: { status: 400, say: '站内岗位（驻站社工、站长、乡镇民政助理）须选择社工站；全县岗位不选社工站。' },
  evaluator_needs_end: { status: 400, say: '第三方评估岗位须填写截止日期。' },
  admin_alone: { status: 409, say: '系统、安全、审计管理员互斥，且不能兼任其他岗位；请先结束该账号的其他岗位，或另建账号。' },
  role_held: { status: 409, say: '该账号已有这个岗位，无需重复授予。' },
  user_name_taken: { status: 409, say: '用户名已被使用，请换一个。' },
  known_staff: { status: 409, say: '已有同一证件号的人员，请在人员名册中查找后更正，不要重复登记。' },
  exam_known: { status: 409, say: '此人这一年、这一级别的考试已登记，请在考证名单中更新结果。' },
  hint_known: { status: 409, say: '这条提示已有人核实，请刷新后查看核实意见。' },
  own_work: { status: 403, say: '自己填写或参加的探访不能自己审核：社工的由站长审核，站长的由项目经理审核。' },
  reviewed_by_head: { status: 403, say: '这条记录由本站站长审核；项目经理审核站长本人填写或参加的记录。' },
  not_author: { status: 403, say: '只有填写人、主访社工可以办理；如需更正，请联系他们或本站站长。' },
  record_approved: { status: 409, say: '这条记录已审核通过，不能直接更改；如确需更正，请站长重开后再改。' },
  record_withdrawn: { status: 409, say: '这条记录已撤回，不能再更改；如需计入，请重新登记一条。' },
  record_not_draft: { status: 409, say: '这条记录不是草稿，不需要再提交；请刷新后查看最新情况。' },
  record_not_read: { status: 409, say: '所选记录中有还没有打开阅读的，请逐条打开阅读后再批量通过。' },
  record_not_submitted: { status: 409, say: '这条记录不在待审核状态，请刷新后查看最新情况。' },
  record_not_approved: { status: 409, say: '这条记录尚未审核通过，不需要重开。' },
  file_not_sent: { status: 409, say: '有照片或签名还没有上传到本站，请先上传后再提交；记录仍保留。' },
  known_person: {
    status: 409,
    say: '这个证件号已在本县登记，不能重复登记。如在本站，请按证件号后 4 位查找；如查不到，说明此人登记在其他社工站，请联系县民政局核实。',
  },
  twins: { status: 409, say: '本村已有姓名同音、出生日期相同的人。请先查看是不是同一人；确认不是同一人后，再提交一次。' },
  known_category: { status: 409, say: '此人已有这个对象类别，无需重复登记；如需更换依据，请先结束原来的类别。' },
  merged_person: { status: 409, say: '这条信息已合并到另一份档案，请打开合并后的档案再操作。' },
  person_not_active: { status: 409, say: '此人已迁出、死亡或结束服务，不能进行此操作；如需继续服务，请先恢复在册。' },
  file_state: { status: 409, say: '服务档案当前的状态不能进行此操作，请刷新后查看最新情况。' },
  worker_elsewhere: { status: 409, say: '所选人员不是本站当日在岗的社工，请重新选择。' },
  reason_needed: { status: 400, say: '查看完整信息须先选择原因，查看记录会保存在操作台账中。' },
  roster_state: { status: 409, say: '名册当前的状态不能进行此操作，请刷新后查看最新情况。' },
  roster_undecided: { status: 409, say: '还有存疑或有错误的行没有处理。请逐行改正、确认，或选择不导入，然后再确认导入。' },
  contract_code_taken: { status: 409, say: '本县已有同一编号的合同，请核对编号，或打开已有的合同更正。' },
  contract_closed: { status: 409, say: '合同已验收或已结束，不能再更改；如需补充，请另立合同或补充协议。' },
  rule_unusable: { status: 400, say: '这条指标的计数规则无法执行，请按提示修改后再保存。' },
  not_connected: { status: 404, say: '这条指标尚未接入数据，没有可查看的数字；请先为它设定计数规则。' },
  figure_of_others: { status: 403, say: '这个数字还含有其他社工站的记录，请选择本站后查看。' },
  inspection_withdrawn: { status: 409, say: '这次检查已撤回，不能再更改；如仍要计入，请重新登记一次。' },
  inspector_post: { status: 409, say: '检查时在场人员里有人当日不在岗，请重新选择。' },
  finding_closed: { status: 409, say: '这个问题已复查通过或已随检查撤回，不能再更改；如又出现，请在下次检查中登记。' },
  draw_closed: { status: 409, say: '这次抽查已完成或已作废，不能再更改；如需再查，请另抽一次。' },
  draw_empty: { status: 409, say: '有社工站在这段期间没有可抽取的记录，请更换期间，或去掉这个社工站。' },
  draw_pending: { status: 409, say: '还有没登记结果的，请全部登记后再完成；联系不上的，请登记原因，系统会自动替补。' },
  draw_replaced: { status: 409, say: '这一位已登记为联系不上并已替补，不能再改。' },
  contract_not_draft: { status: 409, say: '合同已经启用，不再是草稿；请打开合同查看。' },
  contract_incomplete: { status: 409, say: '合同还不能启用，请先补齐：' },
  clause_code_taken: { status: 409, say: '合同里已有这个编号的条款，请换一个编号，或修改原来的条款。' },
  change_reason_needed: { status: 400, say: '合同正在履行，更改须写明原因；原来的内容会保留。' },
  station_has_budget: { status: 409, say: '这个社工站还有其他经费项目，请先删去或改到别的社工站。' },
  own_deliverable: { status: 403, say: '自己提交的材料不能自己审核，请由另一位县级工作人员审核。' },
  deliverable_state: { status: 409, say: '这份材料当前的状态不能进行此操作，请刷新后查看最新情况。' },
  milestone_paid: { status: 409, say: '这个付款节点已经登记付款，不能再更改；如登记有误，请联系系统管理员。' },
  evaluation_signed: { status: 409, say: '评分已签定，不能再更改；如确有错误，请县民政局重开评估，原结果会保留。' },
  evaluation_not_signed: { status: 409, say: '评估还没有签定，可以直接更改，不需要重开。' },
  evaluation_begun: { status: 409, say: '这份合同已经有这一次评估，请打开它继续；签定后如须更正，请重开。' },
  acceptance_signed: { status: 409, say: '验收书已经签署，不能再更改；此后的变动请看“自验收后有变化”。' },
  not_frozen: { status: 409, say: '证据还没有固定，请县民政局先固定证据。' },
  freezing: { status: 409, say: '正在固定证据，请稍候刷新；如超过 10 分钟没有完成，可以重新固定。' },
  no_conclusion: { status: 409, say: '还没有填写验收结论，请县民政局填写后再签署。' },
  already_signed: { status: 409, say: '这一方已经签署；重新固定证据后须重新签署。' },
  signs_for_others: { status: 403, say: '不能代其他方签署：采购人由县民政局签，承接主体由项目经理签，第三方评估由评估员签。' },
  code_expired: { status: 410, say: '二维码已更新，请重新扫描现场屏幕上的二维码。' },
  code_used: { status: 409, say: '这个页面已经签到过一次。为另一位签到，请重新扫描现场屏幕上的二维码。' },
  assessment_withdrawn: { status: 409, say: '这次评估已撤回，不能再更改；如仍要保留，请重新登记一次。' },
  instrument_unknown: { status: 409, say: '没有找到这份量表的这个版本，请更新后重新选择。' },
  instrument_retired: { status: 409, say: '这份量表已停用，请改用其他量表；停用前做的评估可以补录。' },
  instrument_unsound: { status: 400, say: '量表还有不合理的地方，请按提示修改后再保存。' },
  instrument_state: { status: 409, say: '量表当前的状态不能进行此操作，请刷新后查看最新情况。' },
  instrument_builtin: { status: 403, say: '平台自带的量表不能更改；如需调整，请复制后修改成本县的量表。' },
  instrument_code_taken: { status: 409, say: '这个量表编号已经有草稿，或是平台自带量表的编号，请打开已有的草稿，或换一个编号。' },
  not_group_worker: { status: 403, say: '只有带领、协助这个小组的社工和本站站长可以办理。' },
  plan_not_approved: { status: 409, say: '小组计划书还没有审核通过，不能开展。请先提交计划书，等站长审核通过。' },
  plan_exists: { status: 409, say: '这个小组已有计划书，请打开原来的计划书修改。' },
  group_closed: { status: 409, say: '这个小组已归档或已取消，不能再更改；如确有遗漏，请站长重新打开小组。' },
  group_open: { status: 409, say: '这个小组没有归档，也没有取消，不需要重新打开。' },
  group_unsummarised: { status: 409, say: '小组总结还没有审核通过，不能归档；请先完成总结，等站长审核。' },
  group_begun: { status: 409, say: '小组已开展过，不能取消；不再继续的，请取消余下各节，写总结后归档。' },
  guardian_needed: { status: 409, say: '未满 18 周岁的组员须先登记监护人和同意日期，才能入组；可以先列入候补。' },
  member_known: { status: 409, say: '此人已在这个小组的名单里，请在名单中查找后更改。' },
  session_dropped: { status: 409, say: '这一节已取消，不能再办理；如仍要开展，请先恢复这一节。' },
  session_held: { status: 409, say: '这一节已经点名，不能再改期或取消。' },
  session_not_held: { status: 409, say: '这一节还没有点名，请先点名，再写本节记录。' },
  session_recorded: { status: 409, say: '这一节已有过程记录，请打开原来的记录更正。' },
  session_not_today: { status: 409, say: '这一节不在今天，不能扫码签到；请先把这一节改到今天。' },
  case_of_other: {
    status: 403,
    say: '这个个案由其他社工负责，只有主责社工和站长可以填写；如已移交，请把内容交给现任主责社工补录。',
  },
  case_shut: { status: 403, say: '这个个案的内容只对主责社工、站长和指派的督导开放；如确需查阅，请先填写原因申请查阅。' },
  case_open_already: { status: 409, say: '您已经可以查阅这个个案，不需要再申请。' },
  case_declined: { status: 409, say: '这个个案没有接案，不能再登记服务；如情况变化，请重新接案。' },
  case_closed: { status: 409, say: '这个个案已经结案；结案日期以前的服务可以补录，之后请登记回访，或重新接案。' },
  case_not_closed: { status: 409, say: '这个个案还没有结案，或日期早于结案日期；结案后才登记回访。' },
  consent_needed: {
    status: 409,
    say: '还没有有效的知情同意书，请先签署后再进行预估和服务；紧急情况请在接案记录中选择紧急处置并写明理由。',
  },
  assessment_needed: { status: 409, say: '还没有预估表，请先完成预估再写服务计划。' },
  session_needed: { status: 409, say: '还没有过程记录，请先登记服务再写评估。' },
  review_needed: { status: 409, say: '以“目标达成”结案须先有个案评估表，请先完成评估，或选择其他结案类型。' },
  case_under_way: { status: 409, say: '此人还有正在进行的个案，请在原个案中继续；原个案结案后才能重新接案。' },
  not_supervisor: { status: 409, say: '督导须是项目经理或本站的其他工作人员，不能是主责社工本人，请重新选择。' },
  nothing_to_hand_over: { status: 409, say: '没有可以移交的个案：请核对移交人，或刷新后重新选择。' },
  activity_not_today: { status: 409, say: '扫码签到和现场评价只在活动当天开放；其他日子请由社工登记。' },
  activity_closed: {
    status: 409,
    say: '活动已总结、归档或取消，签到、照片和时间不能再更改；如需更正，请先把总结撤回或退回。',
  },
  activity_not_planned: { status: 409, say: '计划书还是草稿，请先提交计划书，再登记签到和照片。' },
  activity_not_held: { status: 409, say: '还没有登记实际举办的日期和时间，请先登记，再写总结。' },
  activity_incomplete: { status: 409, say: '活动材料还不齐，不能归档，请先补齐：' },
  summary_exists: { status: 409, say: '这场活动已有总结，请打开原来的总结修改。' },
  internal: { status: 500, say: '系统出现问题，请稍后重试；如多次出现，请联系系统管理员。' },
  unavailable: { status: 503, say: '系统暂时不可用，请稍后重试；未发送的记录仍保存在本机。' },
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof table;

/** What one field is refused for, in Chinese; `path` is the field's path in the input, joined by dots. */
export type Issue = { path: string; message: string };

export type ErrorDetails = {
  /** Replaces the table's sentence where a more exact one is known (never with personal data). */
  say?: string;
  issues?: Issue[];
  /** What the refused writer needs to go on, e.g. the current revision of a stale row. */
  current?: unknown;
  /** Seconds after which asking again makes sense; what may be asked again at all (429, 503) has a few of its own. */
  retryAfter?: number;
};

/** The only error the server answers with on purpose. `code` is for programs, `say` for people. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(code);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
  get status(): number {
    return table[this.code].status;
  }
  /** Seconds until the same request may succeed; null when time does not help. */
  get retryAfter(): number | null {
    return this.details.retryAfter ?? (this.status === 429 || this.status === 503 ? 5 : null);
  }
  get say(): string {
    return this.details.say ?? table[this.code].say;
  }
}

/** The sentence of a code, for the phone when it must say it without the server. */
export const sentence = (code: ErrorCode): string => table[code].say;
export const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && code in table;
