-- Hints for a supervisor: what a photo looks like, so that a near copy is noticed, and which hints somebody has looked into.
set local citus.multi_shard_modify_mode = 'sequential';

-- 16 hexadecimal digits: whether each of 64 cells is brighter than its right neighbour. Null for what is no photo, or older than this.
alter table app.files add column look text;

-- The id follows from what the hint is about, so the same finding is the same hint each time it is looked for.
create table app.hint_remarks (
  county_id int not null,
  station_id int not null,
  id uuid not null,
  kind text not null,
  remark text not null,
  remarked_by uuid not null,
  remarked_at timestamptz not null,
  changed_by uuid,
  constraint hint_remarks_pk primary key (county_id, id)
);
select app.distribute('app.hint_remarks');
select app.protect('app.hint_remarks', 'station');
