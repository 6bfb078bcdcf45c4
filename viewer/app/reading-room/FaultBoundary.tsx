import { Component, type ReactNode } from 'react';

export interface FaultBoundaryProps {
  renderFault: (reason: string) => ReactNode;
  children: ReactNode;
}

/** What fails below it, be it that its script does not come, must not take the room with it. */
export class FaultBoundary extends Component<FaultBoundaryProps, { reason: string | undefined }> {
  override state: { reason: string | undefined } = { reason: undefined };

  static getDerivedStateFromError(error: unknown): { reason: string } {
    return { reason: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { reason } = this.state;
    return reason === undefined ? this.props.children : this.props.renderFault(reason);
  }
}
