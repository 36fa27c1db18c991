import { h } from '../dom.js';
import { address } from '../api.js';
import { link } from '../route.js';
import { head, section } from '../ui.js';
import { t } from '../words.js';
import { chapters, info, operations } from './document.js';
import { listing, prose } from './parts.js';
import { fits, rows } from './contents.js';

const origin = () => address('.').href.replace(/\/$/, '');

const note = (title, text, name) => section(title, h('p', {}, prose(text)), name && h('p', {}, h('a', { href: link(name) }, name)));

/** A token, and a first request with it. */
const begin = () => [
  `TOKEN=$(curl -s ${origin()}/auth/signin -H 'Content-Type: application/json' \\`,
  `  -d '{"email": "ada@school.example", "password": "…"}' | jq -r .token)`,
  `curl -s ${origin()}/me -H "Authorization: Bearer $TOKEN"`].join('\n');

/** The first page: what holds for every operation, and all of them. */
export function overview() {
  return [
    head(t('The API of Flotilla'), { sub: [info().version, t('{n} operations', { n: operations.length })],
      actions: h('a', { class: 'button', href: 'openapi.json', download: 'openapi.json' }, t('Download openapi.json')) }),
    listing(t('To begin with'), begin(), { heading: 'h2' }),
    h('div', { class: 'columns' },
      note(t('Who asks'), t('A token goes along as `Authorization: Bearer …`; each operation says for which roles it is. What is of another account is 404.'), 'signIn'),
      note(t('Refusals'), t('What is refused is `application/problem+json` (RFC 9457): `detail` says what to do, `errors` which members of a body are wrong.')),
      note(t('Once'), t('A `POST` with an `Idempotency-Key` does its work once within 24 hours, however often it is sent; the first answer comes again.')),
      note(t('Lists'), t('A page has `items` and `next_cursor`, which is the `cursor` of the next; `limit` is at most 1000. Some come as `text/csv`.'), 'listJobs'),
      note(t('Slow work'), t('`202` follows the commit: the work will be done. `GET /jobs/{id}` with `Prefer: wait=60` answers when it is.'), 'getJob'),
      note(t('Clients'), t('Any generator makes a client of `openapi.json` (OpenAPI 3.1). Names of operations stay.'))),
    () => chapters.map((chapter) => {
      const found = chapter.operations.filter(fits);
      return found.length > 0 && section(t(chapter.name), rows(found));
    })];
}

/** The page of a chapter. */
export function chapterPage(chapter) {
  return [head(t(chapter.name), { back: [t('The API'), link()] }), () => section(null, rows(chapter.operations.filter(fits)))];
}
