import type { Alert } from '../domain/alert.js';

/** Tells a person, by whatever way the deployer chose. */
export interface Alerts {
  /**
   * Resolves when the other side has taken the alert. It may be told of the same one again and knows it by its id.
   * @throws Fault `alert.not_taken`
   */
  send(alert: Alert): Promise<void>;
}

/** An alert on its way to a person. */
export interface QueuedAlert {
  readonly sequence: number;
  readonly alert: Alert;
}

/** The alerts that were stored with what caused them and are still to be told. */
export interface AlertBox {
  /** The alert that is to be told next of an order or a connection. */
  next(subject: string): Promise<QueuedAlert | undefined>;
  /** Ends an alert, told or given up. */
  end(sequence: number): Promise<void>;
}
