/** Access in an emergency (break-glass), and who is told of it. */
export {
  Emergencies,
  EmergencyError,
  emergencyMinutes,
  noteText,
  reasonText,
  type Emergency,
} from './Emergencies.ts';
export { EmergencyDesk, type EmergencyChance, type EmergencyTools } from './EmergencyDesk.ts';
export { Notices, type Notice } from './Notices.ts';
