/** One place of the merchant, as `GET /v2/locations` has it. */
export interface Location {
  id: string;
  name: string;
  address?: Record<string, string> | undefined;
  timezone: string;
  capabilities: string[];
  status: 'ACTIVE' | 'INACTIVE';
  created_at: string;
  merchant_id: string;
  country: string;
  language_code: string;
  currency: string;
  phone_number?: string | undefined;
  business_name: string;
  type: 'PHYSICAL' | 'MOBILE';
  business_hours?: { periods: { day_of_week: string; start_local_time: string; end_local_time: string }[] } | undefined;
}

export interface Merchant {
  id: string;
  business_name: string;
  country: string;
  language_code: string;
  currency: string;
  status: 'ACTIVE';
  main_location_id: string;
  created_at: string;
}
