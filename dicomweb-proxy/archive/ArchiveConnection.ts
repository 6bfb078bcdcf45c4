/** How the archive is reached. */
export interface ArchiveConnection {
  /** Root of Orthanc's REST API, for example http://127.0.0.1:8042 */
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}
