import type { AlertPlan } from '../../../../plan/types.js';
import type { Rule } from '../../../types.js';

const SECRET = /(^|[-_.?&])(token|key|apikey|secret|password|passwd|pass|auth|signature|sig)([-_.=]|$)/i;

/** Tokens and passwords travel encrypted. */
export const secretInTheClear: Rule = {
  code: 'WD1097',
  check: ({ alerts }) =>
    alerts.flatMap((alert) => {
      const where = alert.url.startsWith('http://') ? secretOf(alert) : undefined;
      if (where === undefined) return [];
      return [
        {
          at: ['alerts', alert.name, 'url'],
          detail: `${where} is sent over http.`,
          help: 'write https://',
        },
      ];
    }),
};

function secretOf({ url, fields }: AlertPlan): string | undefined {
  const [address = '', query = ''] = url.split('?', 2);
  if (/^http:\/\/[^/]*@/.test(address)) return 'The user name and password of the address';
  if (SECRET.test(`?${query}`) && query !== '') return 'A secret in the address';
  const field = Object.keys(fields).find((name) => SECRET.test(name));
  return field === undefined ? undefined : `The field "${field}"`;
}
