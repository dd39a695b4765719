import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAddress, maskIdentity, maskName, maskPhone } from './masks.ts';

describe('a mask', () => {
  it.each([
    ['王小明', '王**'],
    ['王明', '王*'],
    ['欧阳娜', '欧阳*'],
    ['欧阳', '欧*'],
    ['阿依古丽·买买提', '阿***'],
    ['王', '*'],
    ['', ''],
  ])('of the name %s is %s', (name, masked) => expect(maskName(name)).toBe(masked));

  it('of an identity number keeps 1 + 1 in a list and 6 + 4 in detail', () => {
    expect(maskIdentity('11010519491231002X', 'list')).toBe('1****************X');
    expect(maskIdentity('11010519491231002X', 'detail')).toBe('110105********002X');
    expect(maskIdentity('E12345678', 'detail')).toBe('E*******8');
    expect(maskIdentity('12', 'list')).toBe('**');
  });

  it.each([
    ['13812341234', '138****1234'],
    ['0898-86221234', '0898-****1234'],
    ['010-62341234', '010-****1234'],
    ['1234567', '*******'],
  ])('of the number %s is %s', (phone, masked) => expect(maskPhone(phone)).toBe(masked));

  it.each([
    ['海南省琼中县红毛镇什寒村委会什寒一村3组12号', '海南省琼中县红毛镇什寒村委会什寒一村3组***'],
    ['红毛镇什寒村委会12号', '红毛镇什寒村委会***'],
    ['营根镇营东社区居委会新建路三十号', '营根镇营东社区居委会***'],
    ['红毛镇什寒村委会', '红毛镇什寒村委会'],
    ['红毛镇海榆中线旁', '红毛镇***'],
    ['某处', '***'],
    ['岭头居12队7栋302室', '岭头居12队***'],
    ['', ''],
  ])('of the address %s is %s', (address, masked) => expect(maskAddress(address)).toBe(masked));

  it('never shows a house number, and does not change when put on twice', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.constantFrom('什寒村', '罗担村委会3组', '新村', '阳江居12队'),
        (house, place) => {
          const masked = maskAddress(`红毛镇${place}${house}号`);
          expect(masked).toBe(`红毛镇${place}***`);
          expect(maskAddress(masked)).toBe(masked);
        },
      ),
    );
  });
});
