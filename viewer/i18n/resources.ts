import { account as enAccount } from './en/account.ts';
import { administration as enAdministration } from './en/administration.ts';
import { embed as enEmbed } from './en/embed.ts';
import { his as enHis } from './en/his.ts';
import { audit as enAudit } from './en/audit.ts';
import { people as enPeople } from './en/people.ts';
import { shared as enShared } from './en/shared.ts';
import { sharing as enSharing } from './en/sharing.ts';
import { signIn as enSignIn } from './en/signIn.ts';
import { comparison as enComparison } from './en/comparison.ts';
import { common as enCommon } from './en/common.ts';
import { emergency as enEmergency } from './en/emergency.ts';
import { followUp as enFollowUp } from './en/followUp.ts';
import { keys as enKeys } from './en/keys.ts';
import { measurements as enMeasurements } from './en/measurements.ts';
import { overlays as enOverlays } from './en/overlays.ts';
import { planes as enPlanes } from './en/planes.ts';
import { monitorTest as enMonitorTest } from './en/monitorTest.ts';
import { presentation as enPresentation } from './en/presentation.ts';
import { objects as enObjects } from './en/objects.ts';
import { readingRoom as enReadingRoom } from './en/readingRoom.ts';
import { reportPanel as enReportPanel } from './en/reportPanel.ts';
import { refused as enRefused } from './en/refused.ts';
import { roomTools as enRoomTools } from './en/roomTools.ts';
import { rules as enRules } from './en/rules.ts';
import { saving as enSaving } from './en/saving.ts';
import { settings as enSettings } from './en/settings.ts';
import { worklist as enWorklist } from './en/worklist.ts';
import { account } from './zh-CN/account.ts';
import { administration } from './zh-CN/administration.ts';
import { embed } from './zh-CN/embed.ts';
import { his } from './zh-CN/his.ts';
import { audit } from './zh-CN/audit.ts';
import { people } from './zh-CN/people.ts';
import { shared } from './zh-CN/shared.ts';
import { sharing } from './zh-CN/sharing.ts';
import { signIn } from './zh-CN/signIn.ts';
import { comparison } from './zh-CN/comparison.ts';
import { common } from './zh-CN/common.ts';
import { emergency } from './zh-CN/emergency.ts';
import { followUp } from './zh-CN/followUp.ts';
import { keys } from './zh-CN/keys.ts';
import { measurements } from './zh-CN/measurements.ts';
import { overlays } from './zh-CN/overlays.ts';
import { planes } from './zh-CN/planes.ts';
import { monitorTest } from './zh-CN/monitorTest.ts';
import { presentation } from './zh-CN/presentation.ts';
import { objects } from './zh-CN/objects.ts';
import { readingRoom } from './zh-CN/readingRoom.ts';
import { reportPanel } from './zh-CN/reportPanel.ts';
import { refused } from './zh-CN/refused.ts';
import { roomTools } from './zh-CN/roomTools.ts';
import { rules } from './zh-CN/rules.ts';
import { saving } from './zh-CN/saving.ts';
import { settings } from './zh-CN/settings.ts';
import { worklist } from './zh-CN/worklist.ts';

export const resources = {
  'zh-CN': {
    monitorTest,
    shared,
    sharing,
    signIn,
    people,
    account,
    embed,
    his,
    administration,
    audit,
    emergency,
    keys,
    rules,
    common,
    comparison,
    followUp,
    objects,
    overlays,
    planes,
    presentation,
    worklist,
    readingRoom,
    measurements,
    roomTools,
    saving,
    settings,
    refused,
    reportPanel,
  },
  en: {
    monitorTest: enMonitorTest,
    shared: enShared,
    sharing: enSharing,
    signIn: enSignIn,
    people: enPeople,
    account: enAccount,
    embed: enEmbed,
    his: enHis,
    administration: enAdministration,
    audit: enAudit,
    emergency: enEmergency,
    keys: enKeys,
    rules: enRules,
    common: enCommon,
    comparison: enComparison,
    followUp: enFollowUp,
    objects: enObjects,
    overlays: enOverlays,
    planes: enPlanes,
    presentation: enPresentation,
    worklist: enWorklist,
    readingRoom: enReadingRoom,
    measurements: enMeasurements,
    roomTools: enRoomTools,
    saving: enSaving,
    settings: enSettings,
    refused: enRefused,
    reportPanel: enReportPanel,
  },
};
