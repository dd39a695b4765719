// When a service file is complete: a pure rule. K2.

import { describe, expect, it } from 'vitest';
import { type FileFacts, fileGaps, SELF } from './residents.ts';

const DAY = '2026-11-23';
const whole: FileFacts = {
  identity_kind: 'resident_id',
  has_identity: true,
  identity_reason: null,
  sex: '2',
  born_on: '1948-02-29',
  village_code: '469030105200',
  has_address: true,
  has_phone: true,
  guardian_name: null,
  categories: [{ basis: '低保证' }],
  consents: [{ signer_relation: SELF }],
};

describe('a service file', () => {
  it('is complete when nothing is missing', () => expect(fileGaps(whole, DAY)).toEqual([]));
  it('names what is missing, in the order it is filled in', () => {
    const empty: FileFacts = {
      ...whole,
      has_identity: false,
      identity_kind: 'none',
      identity_reason: 'not_in_roster',
      sex: '0',
      born_on: null,
      village_code: null,
      has_address: false,
      has_phone: false,
      categories: [],
      consents: [],
    };
    expect(fileGaps(empty, DAY)).toEqual(['identity', 'born_on', 'sex', 'village', 'address', 'phone', 'categories', 'consent']);
  });
  it('accepts nobody without a number, unless somebody looked why', () => {
    const none = { ...whole, has_identity: false, identity_kind: 'none' };
    expect(fileGaps({ ...none, identity_reason: null }, DAY)).toEqual(['identity']);
    expect(fileGaps({ ...none, identity_reason: 'not_in_roster' }, DAY)).toEqual(['identity']);
    expect(fileGaps({ ...none, identity_reason: 'unregistered' }, DAY)).toEqual([]);
  });
  it('needs a category with a basis', () => {
    expect(fileGaps({ ...whole, categories: [{ basis: null }] }, DAY)).toEqual(['categories']);
    expect(fileGaps({ ...whole, categories: [{ basis: null }, { basis: '入户核实' }] }, DAY)).toEqual([]);
  });
  it('asks the guardian of a child, and for the guardian’s own consent under 14', () => {
    expect(fileGaps({ ...whole, born_on: '2008-11-24' }, DAY)).toEqual(['guardian']);
    expect(fileGaps({ ...whole, born_on: '2008-11-23' }, DAY)).toEqual([]);
    const child = { ...whole, born_on: '2012-11-24', guardian_name: '符大山' };
    expect(fileGaps(child, DAY)).toEqual(['guardian_consent']);
    expect(fileGaps({ ...child, consents: [{ signer_relation: '祖父' }] }, DAY)).toEqual([]);
    expect(fileGaps({ ...child, born_on: '2012-11-23' }, DAY)).toEqual([]);
    expect(fileGaps({ ...child, consents: [] }, DAY)).toEqual(['consent']);
  });
});
