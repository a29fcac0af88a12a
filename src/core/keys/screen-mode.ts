/** What a dashboard shows: all patients, one, one of its events, the distribution of its readings, kept walks, or the help. */
export type Mode = 'ward' | 'patient' | 'event' | 'distribution' | 'kept' | 'help';
