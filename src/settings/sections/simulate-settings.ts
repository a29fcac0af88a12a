import { FAULT_KINDS, FAULTS_ALLOWED, type Fault, parseFaults } from '../../simulator/injected-fault.ts';
import { SCENARIOS } from '../../simulator/scenarios/scenario.ts';
import { amount, choice, parsed, text, wholeNumber } from '../setting-kinds.ts';

/** The settings `simulate.*`: where the simulator listens, and what it serves. */
export const SIMULATE_SETTINGS = {
  'simulate.host': text<string>('an address of this machine', {
    flag: 'host',
    argument: 'ADDR',
    describe: 'Address to listen on',
    default: '127.0.0.1',
  }),
  'simulate.port': wholeNumber<number>(0, 65_535, {
    flag: 'port',
    argument: 'N',
    describe: 'Port to listen on, 0 for a free one',
    default: 8051,
  }),
  'simulate.speed': amount(0.01, 1000, {
    flag: 'speed',
    argument: 'X',
    describe: 'How many times faster than real time',
    default: 1,
  }),
  'simulate.seed': wholeNumber<number>(0, 2 ** 32 - 1, {
    flag: 'seed',
    argument: 'N',
    describe: 'Seed of the random numbers: the same seed gives the same data',
    default: 1,
  }),
  'simulate.scenario': choice(SCENARIOS, {
    flag: 'scenario',
    argument: 'NAME',
    describe: 'What the patients do, to see what is shown of it',
    default: 'walking',
  }),
  'simulate.fault': parsed<readonly Fault[]>({
    flag: 'fault',
    argument: 'KIND:P',
    describe: `Answer a share of the requests wrongly: ${FAULT_KINDS.join(', ')}; separate several by commas`,
    default: [],
    repeats: true,
    allowed: FAULTS_ALLOWED,
    parse: parseFaults,
    show: (faults) => faults.map(({ kind, probability }) => `${kind}:${probability}`).join(','),
  }),
};
