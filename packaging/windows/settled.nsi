; settled.nsi -- the installer: program below Program Files, data below ProgramData, one service. makensis is given VERSION, STAGE
; and OUT (package.sh). Silent: setup.exe /S [/D=FOLDER]; removal: uninstall.exe /S. Data is never removed.
Target amd64-unicode
Unicode true
ManifestDPIAware true
RequestExecutionLevel admin
SetCompressor /SOLID lzma
Name "settled ${VERSION}"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\settled"
InstallDirRegKey HKLM "Software\settled" "folder"
ShowInstDetails show
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "settled"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "settled, installer"
VIAddVersionKey "LegalCopyright" "Apache License 2.0"

!include LogicLib.nsh

Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\settled"

Section
  SetRegView 64
  SetShellVarContext all
  ; The program of a running service cannot be replaced.
  StrCpy $R0 "stopped"
  ${If} ${FileExists} "$INSTDIR\bin\settled.exe"
    nsExec::ExecToLog '"$INSTDIR\bin\settled.exe" service stop'
    Pop $0
    ${If} $0 == 0
      StrCpy $R0 "running"
    ${EndIf}
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${STAGE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKLM "Software\settled" "folder" "$INSTDIR"
  WriteRegStr HKLM "${REMOVAL}" "DisplayName" "settled"
  WriteRegStr HKLM "${REMOVAL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${REMOVAL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${REMOVAL}" "NoModify" 1
  WriteRegDWORD HKLM "${REMOVAL}" "NoRepair" 1

  nsExec::ExecToLog '"$INSTDIR\bin\settled.exe" service install'
  Pop $0
  ${If} $0 != 0
    DetailPrint "settled service install answered $0"
    SetErrorLevel 2
    Abort
  ${EndIf}
  ; The old configuration is looked at by the new program before it runs by it.
  ${If} $R0 == "running"
    nsExec::ExecToLog '"$INSTDIR\bin\settled.exe" config check "$APPDATA\settled\settled.toml"'
    Pop $0
    ${If} $0 == 0
      nsExec::ExecToLog '"$SYSDIR\net.exe" start settled'
      Pop $0
    ${Else}
      DetailPrint "The configuration does not fit the new version; correct it, then: net start settled"
      SetErrorLevel 3
    ${EndIf}
  ${EndIf}
SectionEnd

Section "Uninstall"
  SetRegView 64
  nsExec::ExecToLog '"$INSTDIR\bin\settled.exe" service uninstall'
  Pop $0
  ${If} $0 != 0
    DetailPrint "settled service uninstall answered $0; nothing was removed"
    SetErrorLevel 2
    Abort
  ${EndIf}
  RMDir /r "$INSTDIR\bin"
  RMDir /r "$INSTDIR\plugins"
  RMDir /r "$INSTDIR\share"
  RMDir /r "$INSTDIR\doc"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKLM "${REMOVAL}"
  DeleteRegKey HKLM "Software\settled"
SectionEnd
