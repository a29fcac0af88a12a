/** The patients that the cacher polls and the simulator serves by default: the real service has six. */
export const DEFAULT_PATIENTS: readonly number[] = [1, 2, 3, 4, 5, 6];
