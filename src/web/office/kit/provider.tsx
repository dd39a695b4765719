// antd in the house's clothes: tokens with AA contrast (its own greys have not), Chinese, no motion that carries no meaning.

import { App, ConfigProvider, type ThemeConfig } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';

// The colours of tokens.css in hex: antd derives shades from them and cannot read a variable.
const theme: ThemeConfig = {
  token: {
    colorPrimary: '#0f6b5c',
    colorInfo: '#0f6b5c',
    colorSuccess: '#0f6b5c',
    colorWarning: '#7a5200',
    colorError: '#ad241c',
    // Derived from dark colours these would be grey: the tints of tokens.css.
    colorErrorBg: '#fbeae8',
    colorErrorBorder: '#e3b5b1',
    colorWarningBg: '#fbf1dc',
    colorWarningBorder: '#dcc694',
    colorSuccessBg: '#e2f0ec',
    colorInfoBg: '#e2f0ec',
    colorLink: '#0f6b5c',
    colorTextBase: '#17211e',
    colorText: '#17211e',
    colorTextSecondary: '#47534f',
    colorTextTertiary: '#5b6763',
    colorTextQuaternary: '#5b6763',
    colorTextDescription: '#47534f',
    colorTextPlaceholder: '#5b6763',
    colorTextDisabled: '#5b6763',
    colorIcon: '#47534f',
    colorBorder: '#7d8985',
    colorBorderSecondary: '#d6dcd9',
    colorBgLayout: '#f5f6f5',
    borderRadius: 6,
    fontSize: 14,
    fontFamily: 'var(--font)',
    motion: false,
  },
  components: {
    Table: {
      cellFontSizeSM: 13,
      cellPaddingBlockSM: 5,
      cellPaddingInlineSM: 8,
      headerBg: '#ebeeec',
      headerColor: '#47534f',
      rowHoverBg: '#f0f5f3',
      rowSelectedBg: '#e2f0ec',
      rowSelectedHoverBg: '#d5e9e3',
      headerSplitColor: 'transparent',
    },
    Drawer: { paddingLG: 16 },
  },
};

const KitProvider = ({ children }: { children: ReactNode }) => (
  <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
    <App component={false}>{children}</App>
  </ConfigProvider>
);
export default KitProvider;
