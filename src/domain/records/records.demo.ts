// For the demo year of the modules above: the reviewers' commands over what they declare (演示数据).

export { commands as reviewCommands } from './records.routes.ts';
