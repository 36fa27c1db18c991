import { h } from './dom.js';
import { number } from './format.js';
import { t } from './words.js';

// What is shown of each type of resource.

export const types = [['ec2_instance', 'EC2'], ['s3_bucket', 'S3'], ['vpc', 'VPC'], ['rds_instance', 'RDS']];
export const identity = ['instance_id', 'bucket_name', 'vpc_id', 'db_identifier'];
export const shown = {
  ec2_instance: ['instance_type', 'state', 'region', 'public_ip', 'private_ip'], s3_bucket: ['region', 'is_public', 'is_encrypted', 'versioning_enabled', 'total_size_gb'],
  vpc: ['region', 'cidr_block', 'is_default', 'subnet_count'], rds_instance: ['region', 'engine', 'engine_version', 'storage_gb', 'is_public', 'is_reachable', 'backup_retention_days'],
};

/** A column's value; what is not known says why. */
export function value(row, name) {
  const it = row[name];
  const reason = row[`${name}_reason`];
  if (it === null || it === undefined) return reason ? h('span', { class: 'hint', title: reason }, t('not known')) : '–';
  if (typeof it === 'boolean') return it ? t('yes') : t('no');
  if (typeof it === 'number') return number(it, { maximumFractionDigits: 2 });
  return typeof it === 'object' ? Object.entries(it).map(([key, one]) => h('span', { class: 'chip' }, `${key}: ${one}`)) : it;
}

export const nameOf = (row) => row.tags?.Name || identity.map((name) => row[name]).find(Boolean);
