/** Something that the person before the command line can mend, and that is no fault of the bridge. */
export class Complaint extends Error {
  /**
   * @param hint what to do
   * @param code of a fault, where there is one to look up
   */
  constructor(
    message: string,
    readonly hint: string,
    readonly code?: string,
  ) {
    super(message);
  }
}
