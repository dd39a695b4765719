import { describe, expect, it } from 'vitest';
import type { Resident } from '../../clients.ts';
import { changedFields, maskedValues, openValues } from './correction.ts';

const person = {
  name: '符亚妹',
  sex: '2',
  born_on: '1950-03-02',
  identity_kind: 'resident_id',
  identity: '460036********1234',
  identity_reason: null,
  phone: '154****0001',
  contact: { name: '符海', relation: '儿子', phone: '154****0002' },
  guardian: null,
  notes: null,
  address: null,
  registered_address: null,
  disability_no: null,
} as unknown as Resident;

describe('a correction', () => {
  it('sends nothing when nothing was changed', () => expect(changedFields(person, openValues(person))).toEqual({}));
  it('begins with what is shown in clear, and with nothing masked', () => {
    expect(openValues(person)).toEqual({
      name: '符亚妹',
      sex: '2',
      born_on: '1950-03-02',
      identity_kind: 'resident_id',
      contact_name: '符海',
      contact_relation: '儿子',
    });
    expect(Object.values(openValues(person)).join()).not.toContain('*');
    expect(maskedValues(person)).toMatchObject({
      identity: '460036********1234',
      contact_phone: '154****0002',
      guardian_phone: null,
    });
  });
  it('sends what differs; an emptied field as null', () => {
    expect(changedFields(person, { ...openValues(person), name: '符亚梅', contact_relation: '', notes: '独居' })).toEqual({
      name: '符亚梅',
      contact_relation: null,
      notes: '独居',
    });
  });
  it('keeps a masked value that was not touched, replaces a written one, empties a cleared one', () => {
    expect(changedFields(person, { phone: undefined, contact_phone: '15400000003', identity: null })).toEqual({
      contact_phone: '15400000003',
      identity: null,
    });
  });
  it('takes the number away with the document, and the reason with the number', () => {
    expect(changedFields(person, { identity_kind: 'none', identity_reason: 'lost' })).toEqual({
      identity_kind: 'none',
      identity_reason: 'lost',
      identity: null,
    });
    expect(
      changedFields(
        { ...person, identity_kind: 'none', identity_reason: 'lost', identity: null },
        { identity_kind: 'other', identity: 'E1234567' },
      ),
    ).toEqual({ identity_kind: 'other', identity: 'E1234567', identity_reason: null });
  });
});
