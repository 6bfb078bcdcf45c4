export { ReadingRoomPage, type ReadingRoomPageProps } from './ReadingRoomPage.tsx';
