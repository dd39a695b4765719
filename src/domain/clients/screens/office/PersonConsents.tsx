// What a person agreed to, and what was withdrawn. Serves K2; PRI-01, PRI-02.

import { StatusTag } from '#web/status.tsx';
import { CONSENT_PURPOSES, CONSENT_WAYS } from '../../clients.ts';
import { DoButton } from './do-button.tsx';
import type { ConsentOf, PartOf } from './doings.ts';
import { Part } from './PersonParts.tsx';

function Consent({ entry, ...of }: PartOf & { entry: ConsentOf }) {
  return (
    <li>
      <div>
        {entry.purposes.map(p => CONSENT_PURPOSES[p]).join('、')}{' '}
        {entry.withdrawn_on && <StatusTag mood="plain">已撤回</StatusTag>}
        <p className="hint">
          {entry.given_on} 由 {entry.signed_by}（{entry.signer_relation ?? '关系未填'}）{CONSENT_WAYS[entry.way]} · 告知书{' '}
          {entry.text_version}
          {entry.withdrawn_on && ` · ${entry.withdrawn_on} 撤回`}
          {entry.file_hash && (
            <>
              {' · '}
              <a href={`/api/files/${entry.file_hash}`} target="_blank" rel="noreferrer">
                查看签字原件
              </a>
            </>
          )}
        </p>
      </div>
      {!entry.withdrawn_on && (
        <DoButton of={of} doing={{ what: 'withdraw_consent', entry }} label={`撤回 ${entry.given_on} 的同意`}>
          撤回
        </DoButton>
      )}
    </li>
  );
}

export function Consents(of: PartOf) {
  const { consents } = of.person;
  return (
    <Part
      id="person-consents"
      title="知情同意"
      action={
        <DoButton of={of} doing={{ what: 'consent' }}>
          登记同意
        </DoButton>
      }
    >
      {consents.length === 0 ? (
        <p className="hint">还没有登记知情同意。建档、拍照、转介都须先征得同意。</p>
      ) : (
        <ul className="entries">
          {consents.map(entry => (
            <Consent key={entry.id} {...of} entry={entry} />
          ))}
        </ul>
      )}
    </Part>
  );
}
