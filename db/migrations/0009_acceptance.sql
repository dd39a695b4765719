-- Module acceptance: evaluation (mid-term and final) by a table that is data, and acceptance: evidence frozen clause by clause with its
-- hash, opinions, signatures (P1, P2, K1–K6c).
set local citus.multi_shard_modify_mode = 'sequential';

-- layout: the scoring table; figures: the automatic figures as they were taken; result: what was computed when everybody had signed.
create table app.evaluations (
  county_id int not null,
  id uuid not null,
  contract_id uuid not null,
  kind text not null,
  version int not null default 1,
  reason text,
  title text not null,
  as_of date not null,
  layout jsonb not null,
  figures jsonb not null,
  figures_at timestamptz not null,
  asked int,
  satisfied int,
  satisfaction_note text,
  state text not null default 'scoring',
  result jsonb,
  signed_at timestamptz,
  revision int not null default 1,
  changed_by uuid,
  constraint evaluations_pk primary key (county_id, id),
  constraint evaluations_version unique (county_id, contract_id, kind, version),
  constraint evaluations_contract foreign key (county_id, contract_id) references app.contracts (county_id, id),
  constraint evaluations_kind check (kind in ('mid', 'final')),
  constraint evaluations_state check (state in ('scoring', 'signed', 'replaced')),
  constraint evaluations_satisfaction check (satisfied is null or (satisfied >= 0 and satisfied <= asked and asked > 0))
);
select app.distribute('app.evaluations');
select app.protect('app.evaluations', 'county');

-- One sheet an evaluator: scores by item, and the day he signed them.
create table app.evaluation_sheets (
  county_id int not null,
  evaluation_id uuid not null,
  evaluator_id uuid not null,
  scores jsonb not null default '{}',
  remark text,
  signed_at timestamptz,
  revision int not null default 1,
  changed_by uuid,
  constraint evaluation_sheets_pk primary key (county_id, evaluation_id, evaluator_id),
  constraint evaluation_sheets_evaluation foreign key (county_id, evaluation_id) references app.evaluations (county_id, id),
  constraint evaluation_sheets_evaluator foreign key (county_id, evaluator_id) references app.accounts (county_id, id)
);
select app.distribute('app.evaluation_sheets');
select app.protect('app.evaluation_sheets', 'county');

-- frozen_as: the freezing that holds; an earlier one stays in acceptance_clauses, with the signatures that were made under it.
-- decisions: clause code → what the county found; conclusion: of the whole.
create table app.acceptances (
  county_id int not null,
  id uuid not null,
  contract_id uuid not null,
  title text not null,
  state text not null default 'open',
  freezing_as uuid,
  freezing_since timestamptz,
  frozen_as uuid,
  frozen_at timestamptz,
  as_of date,
  frozen jsonb,
  hash text,
  decisions jsonb not null default '{}',
  conclusion text,
  conclusion_text text,
  signed_on date,
  revision int not null default 1,
  changed_by uuid,
  constraint acceptances_pk primary key (county_id, id),
  constraint acceptances_contract foreign key (county_id, contract_id) references app.contracts (county_id, id),
  constraint acceptances_state check (state in ('open', 'frozen', 'signed')),
  constraint acceptances_conclusion check (conclusion in ('passed', 'passed_with_remarks', 'failed'))
);
select app.distribute('app.acceptances');
select app.protect('app.acceptances', 'county');

-- The evidence itself: pieces of JSON lines in the file store, in order. Append-only.
create table app.acceptance_pieces (
  county_id int not null,
  acceptance_id uuid not null,
  frozen_as uuid not null,
  clause_code text not null,
  place int not null,
  lines int not null,
  bytes int not null,
  file_hash text not null,
  changed_by uuid,
  constraint acceptance_pieces_pk primary key (county_id, acceptance_id, frozen_as, clause_code, place),
  constraint acceptance_pieces_acceptance foreign key (county_id, acceptance_id) references app.acceptances (county_id, id)
);
select app.distribute('app.acceptance_pieces');
select app.protect('app.acceptance_pieces', 'county', 'select, insert');

-- What people served say. No name is asked for: whoever speaks is described (红毛镇 70 多岁独居老人).
create table app.acceptance_opinions (
  county_id int not null,
  id uuid not null,
  acceptance_id uuid not null,
  heard_on date not null,
  way text not null,
  speaker text not null,
  view text not null,
  said text not null,
  removed boolean not null default false,
  revision int not null default 1,
  changed_by uuid,
  constraint acceptance_opinions_pk primary key (county_id, id),
  constraint acceptance_opinions_acceptance foreign key (county_id, acceptance_id) references app.acceptances (county_id, id),
  constraint acceptance_opinions_way check (way in ('call_back', 'visit', 'meeting', 'questionnaire')),
  constraint acceptance_opinions_view check (view in ('satisfied', 'fair', 'dissatisfied'))
);
create index acceptance_opinions_by_acceptance on app.acceptance_opinions (county_id, acceptance_id);
select app.distribute('app.acceptance_opinions');
select app.protect('app.acceptance_opinions', 'county');

-- The photo of a signed sheet, sent by who judges or signs.
alter table app.files drop constraint files_use;
alter table app.files add constraint files_use check (use in ('photo', 'signature', 'roster', 'document', 'site_photo', 'paper'));

-- A party signs the freezing it was shown. Append-only: after a new freezing it signs anew.
create table app.acceptance_signatures (
  county_id int not null,
  acceptance_id uuid not null,
  frozen_as uuid not null,
  party text not null,
  signer text not null,
  post text not null,
  opinion text not null,
  file_hash text not null,
  signed_on date not null,
  account_id uuid not null,
  changed_by uuid,
  constraint acceptance_signatures_pk primary key (county_id, acceptance_id, frozen_as, party),
  constraint acceptance_signatures_acceptance foreign key (county_id, acceptance_id) references app.acceptances (county_id, id),
  constraint acceptance_signatures_party check (party in ('purchaser', 'provider', 'evaluator', 'served'))
);
select app.distribute('app.acceptance_signatures');
select app.protect('app.acceptance_signatures', 'county', 'select, insert');
