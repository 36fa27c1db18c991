// Every page: where it is, what it is called, which route it needs (`GET /me` says who may use which), and its module,
// which is fetched when it is shown.

import { can } from './session.js';

/** @typedef {() => Promise<{page: (parts: string[], query: Record<string, string>) => any}>} Load */
/** @typedef {{path: string, title: string, needs: string, lists?: string, group: string, key?: string, load: Load, one?: Load}} Page */

/** @type {Page[]} in the order of the navigation; those without a group are reached from others; `lists` is the route without which
 *   the navigation leaves the page out; `one` is a module of its own for what stands below a list */
export const pages = [
  { path: 'overview', title: 'Overview', needs: 'GET /overview', group: 'Operations', key: 'o', load: () => import('./pages/overview.js') },
  { path: 'jobs', title: 'Jobs', needs: 'GET /jobs', group: 'Operations', key: 'j', load: () => import('./pages/jobs.js'), one: () => import('./pages/job.js') },
  { path: 'failures', title: 'Dead letters', needs: 'GET /failures', group: 'Operations', key: 'f', load: () => import('./pages/failures.js') },
  { path: 'queues', title: 'Queues', needs: 'GET /queues', group: 'Operations', key: 'q', load: () => import('./pages/queues.js'), one: () => import('./pages/queue.js') },
  { path: 'limits', title: 'Limits', needs: 'GET /limits', group: 'Operations', key: 'l', load: () => import('./pages/limits.js') },
  { path: 'workers', title: 'Workers', needs: 'GET /workers', group: 'Operations', key: 'w', load: () => import('./pages/workers.js') },
  { path: 'batches', title: 'Batches', needs: 'GET /batches', group: 'Operations', key: 'b', load: () => import('./pages/batches.js') },
  { path: 'schedules', title: 'Schedules', needs: 'GET /schedules', group: 'Operations', key: 's', load: () => import('./pages/schedules.js') },
  { path: 'deliveries', title: 'Deliveries', needs: 'GET /deliveries', group: 'Operations', key: 'y', load: () => import('./pages/deliveries.js') },
  { path: 'audit', title: 'Audit log', needs: 'GET /audit', group: 'Operations', key: 'a', load: () => import('./pages/audit.js') },
  { path: 'scans', title: 'Scans', needs: 'GET /scans', group: 'Cloud', key: 'c', load: () => import('./pages/scans.js') },
  { path: 'resources', title: 'Inventory', needs: 'GET /resources', group: 'Cloud', key: 'r', load: () => import('./pages/resources.js'), one: () => import('./pages/resource.js') },
  { path: 'findings', title: 'Findings', needs: 'GET /findings', group: 'Cloud', key: 'd', load: () => import('./pages/findings.js') },
  { path: 'learning-paths', title: 'Learning paths', needs: 'GET /learning-paths', lists: 'GET /people', group: 'Learning', key: 'p', load: () => import('./pages/paths.js'), one: () => import('./pages/path.js') },
  { path: 'revision-sessions', title: 'Revision', needs: 'GET /revision-sessions/{id}', lists: 'GET /revision-sessions', group: 'Learning', key: 'v', load: () => import('./pages/revisions.js'), one: () => import('./pages/revision.js') },
  { path: 'classes', title: 'Classes', needs: 'GET /classes', lists: 'GET /people', group: 'Learning', key: 'k', load: () => import('./pages/classes.js') },
  { path: 'conversations', title: 'Conversations', needs: 'GET /conversations', group: 'Learning', key: 't', load: () => import('./pages/conversations.js') },
  { path: 'appointments', title: 'Appointments', needs: 'GET /appointments', group: 'Learning', key: 'e', load: () => import('./pages/appointments.js') },
  { path: 'indicators', title: 'Indicators', needs: 'GET /indicators', group: 'Learning', key: 'n', load: () => import('./pages/indicators.js') },
  { path: 'generations', title: 'Generations', needs: 'GET /generations', group: 'Learning', key: 'g', load: () => import('./pages/generations.js') },
  { path: 'inbox', title: 'Inbox', needs: 'GET /notifications', group: 'Account', key: 'i', load: () => import('./pages/inbox.js') },
  { path: 'invoices', title: 'Invoices', needs: 'GET /invoices', group: 'Account', key: 'm', load: () => import('./pages/invoices.js') },
  { path: 'subscription', title: 'Subscription', needs: 'GET /subscription', group: 'Account', load: () => import('./pages/subscription.js') },
  { path: 'billing', title: 'Billing', needs: 'GET /billing/runs', group: 'Account', load: () => import('./pages/billing.js') },
  { path: 'users', title: 'Users', needs: 'GET /users', group: 'Account', key: 'u', load: () => import('./pages/users.js') },
  { path: 'webhooks', title: 'Webhooks', needs: 'GET /webhook-endpoints', group: 'Account', key: 'h', load: () => import('./pages/webhooks.js') },
  { path: 'operations', title: 'Operation', needs: 'GET /operations/{id}', group: '', load: () => import('./pages/operation.js') },
];

/** Whether the navigation leads there, for the role that looks. */
export const isListed = (page) => can(page.needs) && (!page.lists || can(page.lists));
