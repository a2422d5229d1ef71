import type { SandboxAnswer, SandboxRequest } from '../../http-server.ts';
import { invalid } from '../errors.ts';
import { organizationId } from '../organization.ts';
import type { CustomerRecord } from '../records/customer.ts';
import { lets, openQuery } from '../requests/query.ts';
import type { PolarStore } from '../store.ts';

const columns = [
  'ID',
  'External ID',
  'Created At',
  'Email',
  'Name',
  'Tax ID',
  'Billing Address Line 1',
  'Billing Address Line 2',
  'Billing Address City',
  'Billing Address State',
  'Billing Address Zip',
  'Billing Address Country',
  'Metadata',
] as const;

/** All customers as CSV in Excel's dialect. */
export function exportCustomers(store: PolarStore, request: SandboxRequest): SandboxAnswer {
  const query = openQuery(request.query);
  const organizations = query.uuids('organization_id');
  if (query.problems().length > 0) return invalid(query.problems());
  const customers = [...store.customers.values()].filter(
    (customer) => customer.deleted_at === null && lets(organizations, organizationId),
  );
  return {
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename=polar-customers.csv',
    },
    body: [columns, ...customers.map(toCells)].map((cells) => `${cells.map(quote).join(',')}\r\n`).join(''),
  };
}

function toCells(customer: CustomerRecord): readonly string[] {
  const { billing_address: address, tax_id: taxId, metadata } = customer;
  return [
    customer.id,
    customer.external_id ?? '',
    customer.created_at.replace('Z', '+00:00'),
    customer.email ?? '',
    customer.name ?? '',
    // The text of a Python tuple: that is how the cell looks.
    taxId === null ? '' : `('${taxId[0]}', '${taxId[1]}')`,
    address?.line1 ?? '',
    address?.line2 ?? '',
    address?.city ?? '',
    address?.state ?? '',
    address?.postal_code ?? '',
    address?.country ?? '',
    Object.keys(metadata).length === 0 ? '' : JSON.stringify(metadata),
  ];
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
