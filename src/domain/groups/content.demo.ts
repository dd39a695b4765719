// What is written in the demo's groups (演示数据): themes, and plain sentences for records.

export const THEMES = [
  {
    name: '黎锦手工互助小组',
    kind: 'interest',
    place: '村委会活动室',
    needs: '村里会织锦的老人多，平时各在各家，年轻人又外出，少有人说话。',
    goal: '组员之间常来往，愿意教也愿意学',
    target: '60 岁以上、会或想学织锦的老人',
    topics: ['带一件旧锦来', '认认针法', '两人一组织一段', '给孩子讲图案', '把作品挂起来'],
  },
  {
    name: '防跌倒健康小组',
    kind: 'education',
    place: '卫生室门前',
    needs: '入户时三成老人说一年内跌倒过，怕出门。',
    goal: '知道家里哪里容易跌倒，每天练几分钟',
    target: '能自己走动的老人',
    topics: ['跌倒的故事', '家里走一遍', '练站稳', '鞋和光线', '一个月后再测'],
  },
  {
    name: '照护者支持小组',
    kind: 'support',
    place: '社工站会议室',
    needs: '长期照护失能老人的家属疲惫，很少有人问他们好不好。',
    goal: '说得出自己的累，知道可以找谁',
    target: '照护失能老人的家属',
    topics: ['我的一天', '最难的时候', '轮流歇一歇', '能找谁帮忙', '写给自己'],
  },
  {
    name: '智能手机学习小组',
    kind: 'education',
    place: '便民服务中心',
    needs: '领补贴、看病都要用手机，老人要等儿女回来。',
    goal: '会用手机挂号、视频和领补贴',
    target: '有智能手机但不会用的老人',
    topics: ['认识图标', '跟儿女视频', '手机挂号', '识别骗子', '自己办一件事'],
  },
  {
    name: '留守老人邻里小组',
    kind: 'mutual_aid',
    place: '榕树下',
    needs: '独居老人多，有事时不知道找谁。',
    goal: '组员认识三位以上能互相照应的邻居',
    target: '独居和空巢老人',
    topics: ['认识邻居', '一起喝茶', '交换电话', '轮流看望', '说说以后'],
  },
  {
    name: '山歌传唱小组',
    kind: 'interest',
    place: '文化室',
    needs: '会唱山歌的老人渐少，也少有聚在一起的时候。',
    goal: '每人带会一首，愿意在人前唱',
    target: '喜欢山歌的老人和妇女',
    topics: ['会唱哪一首', '学一段', '对歌', '教给孩子', '唱给全村听'],
  },
] as const;
type Theme = (typeof THEMES)[number];

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

export const processWords = (theme: Theme, no: number): string =>
  `围绕“${theme.topics[no - 1]}”。先问好、说规则，再分两人一组做，最后每人说一句。${pick(
    ['有两位起先不说话，分组后话多了。', '比计划晚开始十分钟，等一位组员。', '大家要求多留一会儿。', '有人带了自家的茶来分。'],
    no,
  )}`;
export const observed = (n: number): string =>
  pick(['先看别人做，后来自己动手', '主动招呼新来的组员', '说起老伴，旁边的人安慰他', '今天话少，会后去看望'], n);
export const assessmentWords = (n: number): string =>
  pick(
    ['两人一组比围坐时说话的人多，下次先分组。', '我说得偏多，下次把提问交给组员。', '安静的两位由旁边的人带着，气氛比上次好。'],
    n,
  );
export const nextWords = (n: number): string =>
  pick(['带上照片；会前去请缺席的那位。', '准备放大字的卡片。', '请上次话多的组员带头。'], n);
