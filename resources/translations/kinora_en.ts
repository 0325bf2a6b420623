<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>kinora::AssetController</name>
    <message numerus="yes">
        <source>%n file(s) were found again.</source>
        <translation>
            <numerusform>%n file was found again.</numerusform>
            <numerusform>%n files were found again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of the project are missing; relink them in the media panel.</source>
        <translation>
            <numerusform>%n file of the project is missing; relink it in the media panel.</numerusform>
            <numerusform>%n files of the project are missing; relink them in the media panel.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::AssetRow</name>
    <message numerus="yes">
        <source>%1 × %2, %n frame(s) at %3 fps</source>
        <translation>
            <numerusform>%1 × %2, %n frame at %3 fps</numerusform>
            <numerusform>%1 × %2, %n frames at %3 fps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n keyframe(s)</source>
        <translation>
            <numerusform>%n keyframe</numerusform>
            <numerusform>%n keyframes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n generation(s)</source>
        <translation>
            <numerusform>%n generation</numerusform>
            <numerusform>%n generations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::ExportDialog</name>
    <message numerus="yes">
        <source>%n frame(s), %1 s, with the recipes of all takes that are seen. Every file is read back and checked.</source>
        <translation>
            <numerusform>%n frame, %1 s, with the recipes of all takes that are seen. Every file is read back and checked.</numerusform>
            <numerusform>%n frames, %1 s, with the recipes of all takes that are seen. Every file is read back and checked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s) are not made yet and will be black.</source>
        <translation>
            <numerusform>%n clip is not made yet and will be black.</numerusform>
            <numerusform>%n clips are not made yet and will be black.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) that the export needs are missing, so that it will fail; relink them in the media panel first.</source>
        <translation>
            <numerusform>%n file that the export needs is missing, so that it will fail; relink it in the media panel first.</numerusform>
            <numerusform>%n files that the export needs are missing, so that it will fail; relink them in the media panel first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::ExportRow</name>
    <message numerus="yes">
        <source>Done and checked: %n frame(s)</source>
        <translation>
            <numerusform>Done and checked: %n frame</numerusform>
            <numerusform>Done and checked: %n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::FrameForm</name>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::GenerationEstimate</name>
    <message numerus="yes">
        <source>%n take(s)</source>
        <translation>
            <numerusform>%n take</numerusform>
            <numerusform>%n takes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::InterpolateDialog</name>
    <message numerus="yes">
        <source>%n scene cut(s) (frame %1): nothing is blended across.</source>
        <translation>
            <numerusform>%n scene cut (frame %1): nothing is blended across.</numerusform>
            <numerusform>%n scene cuts (frames %1): nothing is blended across.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) where motion alone will not do (frame %1): more changes than moves, and it comes out as a blend.</source>
        <translation>
            <numerusform>%n place where motion alone will not do (frame %1): more changes than moves, and it comes out as a blend.</numerusform>
            <numerusform>%n places where motion alone will not do (frames %1): more changes than moves, and they come out as a blend.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::InterpolationController</name>
    <message numerus="yes">
        <source>%1 is interpolated; nothing was blended across %n scene cut(s).</source>
        <translation>
            <numerusform>%1 is interpolated; nothing was blended across %n scene cut.</numerusform>
            <numerusform>%1 is interpolated; nothing was blended across %n scene cuts.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::InterpolationForm</name>
    <message numerus="yes">
        <source>Replace them by motion (animation on twos); %n found</source>
        <translation>
            <numerusform>Replace it by motion (animation on twos); %n found</numerusform>
            <numerusform>Replace them by motion (animation on twos); %n found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::KeyframeController</name>
    <message numerus="yes">
        <source>%n file(s) were left out: from frame %1 on, the clip has no more latent frames.</source>
        <translation>
            <numerusform>%n file was left out: from frame %1 on, the clip has no more latent frames.</numerusform>
            <numerusform>%n files were left out: from frame %1 on, the clip has no more latent frames.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::KeyframeTile</name>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::MediaImport</name>
    <message numerus="yes">
        <source>%1 breaks off or is damaged; %n frame(s) of it can be used.</source>
        <translation>
            <numerusform>%1 breaks off or is damaged; %n frame of it can be used.</numerusform>
            <numerusform>%1 breaks off or is damaged; %n frames of it can be used.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::ModelPicker</name>
    <message numerus="yes">
        <source>Use %n frame(s)</source>
        <translation>
            <numerusform>Use %n frame</numerusform>
            <numerusform>Use %n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::ProjectFiles</name>
    <message numerus="yes">
        <source>%1 was not closed properly. It has %n change(s) that were not saved.</source>
        <translation>
            <numerusform>%1 was not closed properly. It has %n change that was not saved.</numerusform>
            <numerusform>%1 was not closed properly. It has %n changes that were not saved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Discarded, %n new take(s) would be missing from the project, too: the files stay in its media folder, and the earlier version brings them back.</source>
        <translation>
            <numerusform>Discarded, %n new take would be missing from the project, too: the file stays in its media folder, and the earlier version brings it back.</numerusform>
            <numerusform>Discarded, %n new takes would be missing from the project, too: the files stay in its media folder, and the earlier version brings them back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::StatusLine</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) missing</source>
        <translation>
            <numerusform>%n file missing</numerusform>
            <numerusform>%n files missing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::TimelineView</name>
    <message numerus="yes">
        <source>%n scene cut(s) found</source>
        <translation>
            <numerusform>%n scene cut found</numerusform>
            <numerusform>%n scene cuts found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kinora::Verification</name>
    <message numerus="yes">
        <source>Verified: %n stage(s) agree with the reference.</source>
        <translation>
            <numerusform>Verified: %n stage agrees with the reference.</numerusform>
            <numerusform>Verified: %n stages agree with the reference.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It differs from the reference in %n stage(s).</source>
        <translation>
            <numerusform>It differs from the reference in %n stage.</numerusform>
            <numerusform>It differs from the reference in %n stages.</numerusform>
        </translation>
    </message>
</context>
</TS>
