/** What a handler is told besides its payload. */
export interface JobContext {
  /** The job's id in the queue. */
  readonly jobId: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** The attempt after which a failing job is given up. */
  readonly lastAttempt: number;
  /** Aborts a few seconds after a stop was asked for: give up, throw, and be tried again elsewhere. */
  readonly signal: AbortSignal;
}

/**
 * What is to be done for jobs of one name.
 *
 * A job runs **at least once**: a process can die after the work and before the queue hears of it. So a handler
 * brings its noun from one state to another in one transaction that first looks at the state
 * (`UPDATE … WHERE status = 'proposed' AND hold_until < $now`): the second run finds nothing to do. An effect outside
 * the database (mail, webhook) carries an id of its own by which the receiver knows it again.
 */
export interface JobHandler {
  /** The name jobs are queued under, in snake case. It must outlive the jobs that wait under it. */
  readonly name: string;
  /**
   * For a recurring job: five crontab fields, read in UTC (`* * * * *` is every minute). However many runners there
   * are, each run is queued once and none overlaps another. Runs that fall due while one is under way or while no
   * runner was up (for a day at most) collapse into one that follows. Its payload is empty.
   */
  readonly every?: string;
  /** Does the work. What it throws is logged without message or payload, and the job is tried again later. */
  run(payload: Readonly<Record<string, unknown>>, context: JobContext): Promise<void>;
}
