/** The patients of the cacher and the simulator when nothing else is said: the real service has six walkers. */
export const DEFAULT_PATIENTS: readonly number[] = [1, 2, 3, 4, 5, 6];
