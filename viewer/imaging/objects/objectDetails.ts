/** What is to be seen in a pane that shows an object, for who asks from outside. Lengths and times in the units named. */
export type ObjectDetails =
  | {
      kind: 'report';
      title: string;
      /** One for each line, in the order of the page: how deep, and name and value as they stand there. */
      lines: { level: number; name: string; value: string }[];
    }
  | {
      kind: 'document';
      mediaType: string;
      title: string;
      bytes: number;
      /** 1-based; null where the document is not shown but explained. */
      page: number | null;
      pages: number | null;
    }
  | {
      kind: 'waveform';
      /** Multiplex Group Label. */
      label: string;
      channels: string[];
      samplingHz: number;
      seconds: number;
      mmPerSecond: number;
      /** Of channels in volts; null where there are none. */
      mmPerMillivolt: number | null;
      calipers: { seconds: number; amplitude: number | null; unit: string } | null;
    }
  | {
      kind: 'video';
      mediaType: string;
      transferSyntaxUid: string;
      playable: boolean;
      frames: number;
      framesPerSecond: number | null;
      seconds: number | null;
      columns: number;
      rows: number;
      playing: boolean;
      /** 1-based; null where it is not played. */
      frameNumber: number | null;
    }
  | {
      kind: 'slide';
      /** Columns and rows of each level, the largest first. */
      levels: { columns: number; rows: number; sopInstanceUid: string }[];
      /** Of the whole picture: the part that is seen, in pixels of the largest level. */
      seen: { left: number; top: number; width: number; height: number };
      /** Pixels of the screen (CSS) for one pixel of the largest level. */
      scale: number;
      mmPerPixel: number | null;
      tilesShown: number;
      tilesFailed: number;
      complete: boolean;
    }
  | { kind: 'other'; sopClassUid: string; references: string[] };
