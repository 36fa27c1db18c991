import { h } from './dom.js';

// A line drawing for each page of the navigation, on a square of 16.

/** @type {Record<string, string>} */
const lines = {
  overview: 'M2 9h3l2-5 3 9 2-4h2',
  jobs: 'M3 4h10M3 8h10M3 12h6',
  failures: 'M8 2.3l6 11H2zM8 6.5v3M8 11.4v.1',
  queues: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11z',
  limits: 'M2.5 11.5a5.5 5.5 0 1 1 11 0M8 11l2.8-3.6',
  workers: 'M4.5 4.5h7v7h-7zM6.5 2v2.5M9.5 2v2.5M6.5 11.5V14M9.5 11.5V14M2 6.5h2.5M2 9.5h2.5M11.5 6.5H14M11.5 9.5H14',
  batches: 'M8 2.2l6 3-6 3-6-3zM2 8l6 3 6-3M2 10.8l6 3 6-3',
  schedules: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 5v3.3l2.3 1.4',
  deliveries: 'M14 2L2 7l4.5 2zM14 2L9 14l-2.5-5',
  audit: 'M1.5 8S4 3.7 8 3.7 14.5 8 14.5 8 12 12.3 8 12.3 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6',
  scans: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.3 10.3L14 14',
  resources: 'M8 1.8l5.5 3v6.4L8 14.2l-5.5-3V4.8zM2.5 4.8L8 8l5.5-3.2M8 8v6',
  findings: 'M8 1.8l5 2v4c0 3.2-2.2 5.4-5 6.4-2.8-1-5-3.2-5-6.4v-4z',
  'learning-paths': 'M4 13h5a2.5 2.5 0 0 0 0-5H7a2.5 2.5 0 0 1 0-5h5',
  'revision-sessions': 'M2.5 3h4A1.5 1.5 0 0 1 8 4.5V13a1.5 1.5 0 0 0-1.5-1.5h-4zM13.5 3h-4A1.5 1.5 0 0 0 8 4.5V13a1.5 1.5 0 0 1 1.5-1.5h4z',
  classes: 'M6 7.5a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4M1.8 13c0-2.4 1.9-3.8 4.2-3.8s4.2 1.4 4.2 3.8M11 7.3a2 2 0 0 0 0-4M12 9.4c1.4.4 2.3 1.5 2.3 3.4',
  conversations: 'M2.5 3.5h11v7h-6L4.5 13.2v-2.7h-2z',
  appointments: 'M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.2V5M10.5 2.2V5',
  indicators: 'M3 13V8M8 13V3M13 13V6',
  generations: 'M8 2l1.6 4.4L14 8l-4.4 1.6L8 14l-1.6-4.4L2 8l4.4-1.6z',
  inbox: 'M2.5 9.5L4.3 3h7.4l1.8 6.5V13h-11zM2.5 9.5h3.3l1 1.8h2.4l1-1.8h3.3',
  invoices: 'M4 1.8h8v12.4l-2-1.2-2 1.2-2-1.2-2 1.2zM6 5h4M6 8h4',
  subscription: 'M13 8a5 5 0 1 1-1.6-3.7M13 2v2.8h-2.8',
  billing: 'M2 4h12v8.5H2zM2 7h12',
  users: 'M8 8a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 8 8M3 13.8c0-2.8 2.2-4.2 5-4.2s5 1.4 5 4.2',
  webhooks: 'M6.5 9.5l3-3M7 4.5l1.3-1.3a2.8 2.8 0 0 1 4 4L11 8.5M9 11.5l-1.3 1.3a2.8 2.8 0 0 1-4-4L5 7.5',
};

export const icon = (name) => h('svg', { viewBox: '0 0 16 16', class: 'icon', 'aria-hidden': 'true' }, h('path', { d: lines[name] ?? '' }));
